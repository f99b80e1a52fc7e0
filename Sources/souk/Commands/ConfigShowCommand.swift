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
                console.output.colored("# \(configuration.source(of: entry)): \(entry.summary)", .faint),
            ])
        }
        try console.writeLine((section == ConfigurationTable.sections.first ? "" : "\n") + "[\(section)]")
        for line in table.lines { try console.writeLine(line) }
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
                JSONValue.Member(
                    name: section,
                    value: .object(
                        ConfigurationTable.entries.filter { $0.section == section }.map { entry in
                            JSONValue.Member(
                                name: entry.name,
                                value: .object([
                                    "value": value(of: entry),
                                    "source": .string(configuration.source(of: entry).description),
                                    "environment": .string(entry.environmentName),
                                ]))
                        }))
            })
    }
}
