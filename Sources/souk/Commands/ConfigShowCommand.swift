import Analysis

/// `souk config show`: every value that holds, and where it came from.
struct ConfigShowCommand: ConfiguredCommand {
    static let specification = CommandSpecification(
        path: ["config", "show"],
        summary: "print every configuration value with its source",
        discussion: [
            "A flag is stronger than an environment variable, that than the file named by --config, that than ./souk.toml, that than the user's own file, and that than the default. The output without --json is a configuration file itself."
        ],
        printsJSON: true,
        examples: [
            CommandExample("souk config show", "what holds here"),
            CommandExample("souk config show >souk.toml", "a file with everything in it, to change"),
        ],
        exitCodes: [.configuration])

    /// Where properties of librdkafka stand among the entries of the table.
    private static let kafkaSection = "kafka"

    private let configuration: Configuration
    private let printsJSON: Bool

    init(_ arguments: ParsedArguments, configuration: Configuration) throws(CommandError) {
        self.configuration = configuration
        printsJSON = arguments[CommonOptions.json] ?? false
    }

    func run(_ context: CommandContext) throws {
        if printsJSON {
            try context.console.writeLine(json.indented)
        } else {
            for section in ConfigurationTable.sections { try show(section, on: context.console) }
        }
    }

    private func show(_ section: String, on console: Console) throws {
        let entries = ConfigurationTable.entries.filter { $0.section == section }
        var table = TextTable([("", .left), ("", .left)])
        for entry in entries {
            table.append([
                "\(entry.name) = \(tomlText(of: entry))",
                console.output.colored(
                    "# \(configuration.source(of: entry)): \(entry.summary)\(resolved(entry).map { "; here \($0)" } ?? "")",
                    .faint),
            ])
        }
        if section == Self.kafkaSection {
            for (name, setting) in configuration.kafkaProperties {
                table.append([
                    "\(JSONValue.string(name).compact) = \(JSONValue.string(setting.text).compact)",
                    console.output.colored("# \(setting.source): librdkafka's own", .faint),
                ])
            }
        }
        try console.writeLine((section == ConfigurationTable.sections.first ? "" : "\n") + "[\(section)]")
        for line in table.lines { try console.writeLine(line) }
    }

    /// The name of the machine's zone, for an entry that says no more than `local`; nil for all others.
    private func resolved(_ entry: ConfigurationEntry) -> String? {
        for key in [ConfigurationKey<TimeZoneName>.decoderTimeZone, .shopTimeZone]
        where key.entry.path == entry.path && configuration[key] == .local {
            do {
                return try MachineTimeZone.current.resolved().name
            } catch {
                return error.message
            }
        }
        return nil
    }

    private func value(of entry: ConfigurationEntry) -> JSONValue {
        configuration.setting(of: entry).map { entry.json($0.value) } ?? entry.defaultJSON
    }

    /// The value as TOML writes it: a JSON string, number, or array of them is one of TOML too. A number with a unit keeps it.
    private func tomlText(of entry: ConfigurationEntry) -> String {
        let value = value(of: entry)
        let text = configuration.setting(of: entry)?.text ?? entry.defaultText
        switch value {
        case .number(let digits) where digits != text: return JSONValue.string(text).compact
        case .null: return "\"\""
        default: return value.compact
        }
    }

    private var json: JSONValue {
        .object(
            ConfigurationTable.sections.map { section in
                var members = ConfigurationTable.entries.filter { $0.section == section }.map { entry in
                    Self.member(
                        entry.name, value(of: entry), configuration.source(of: entry), .string(entry.environmentName),
                        resolved: resolved(entry))
                }
                if section == Self.kafkaSection {
                    members += configuration.kafkaProperties.map { name, setting in
                        Self.member(name, .string(setting.text), setting.source, .null)
                    }
                }
                return JSONValue.Member(name: section, value: .object(members))
            })
    }

    private static func member(
        _ name: String, _ value: JSONValue, _ source: ConfigurationSource, _ environmentName: JSONValue,
        resolved: String? = nil
    ) -> JSONValue.Member {
        var members: [JSONValue.Member] = [
            .init(name: "value", value: value), .init(name: "source", value: .string(source.description)),
            .init(name: "environment", value: environmentName),
        ]
        if let resolved { members.append(.init(name: "resolved", value: .string(resolved))) }
        return JSONValue.Member(name: name, value: .object(members))
    }
}
