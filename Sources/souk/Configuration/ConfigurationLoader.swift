/// Puts the configuration together: flag over environment variable over `--config` file over `./souk.toml` over
/// `$XDG_CONFIG_HOME/souk/souk.toml` over default, entry by entry.
struct ConfigurationLoader: Sendable {
    /// The environment variables.
    let environment: [String: String]
    /// The text of a file; nil if there is none at that path.
    let readFile: @Sendable (String) throws -> String?

    /// The file in the working directory.
    static let localPath = "./souk.toml"

    /// The user's own file; nil if the environment does not say where the user's home is.
    var userPath: String? {
        if let base = environment["XDG_CONFIG_HOME"], base.hasPrefix("/") { return "\(base)/souk/souk.toml" }
        return environment["HOME"].map { "\($0)/.config/souk/souk.toml" }
    }

    /// Loads everything that bears on a command, with all that is wrong.
    func report(for arguments: ParsedArguments) -> ConfigurationReport {
        var report = ConfigurationReport()
        let explicit = arguments[CommonOptions.configuration]
        let standing = [Self.localPath, userPath].compactMap { $0 }.filter { $0 != explicit }
        report.candidates = (explicit.map { [$0] } ?? []) + standing
        for path in report.candidates.reversed() { apply(path, isRequired: path == explicit, to: &report) }
        applyEnvironment(to: &report)
        for (option, given) in arguments.overrides {
            guard let entry = option.setting else { continue }
            report.configuration.set(
                entry, to: .init(text: given.text, value: given.value, source: .flag("--\(option.name)")))
        }
        report.problems += ConfigurationRules.problems(in: report.configuration)
        return report
    }

    private func apply(_ path: String, isRequired: Bool, to report: inout ConfigurationReport) {
        do {
            guard let text = try readFile(path) else {
                if isRequired {
                    report.problems.append(.init(place: path, message: "no such file, although --config names it"))
                }
                return
            }
            let file = ConfigurationFile(path: path, text: text)
            report.files.insert(path, at: 0)
            report.problems += file.problems
            for (entry, setting) in file.settings { report.configuration.set(entry, to: setting) }
        } catch {
            report.problems.append(
                .init(place: path, message: "the file can't be read: \(Words.reason(of: error))"))
        }
    }

    private func applyEnvironment(to report: inout ConfigurationReport) {
        let known = ConfigurationTable.entriesByEnvironmentName
        for (name, text) in environment.sorted(by: { $0.key < $1.key }) where !text.isEmpty {
            if let entry = known[name] {
                do {
                    let setting = Configuration.Setting(
                        text: text, value: try entry.read(text), source: .environment(name: name))
                    report.configuration.set(entry, to: setting)
                } catch {
                    report.problems.append(
                        .init(place: name, message: ([error.message] + error.hints).joined(separator: "; ")))
                }
            } else if isMeantForSouk(name) {
                let suggestion = Suggestion.nearest(to: name, among: known.keys.sorted())
                report.problems.append(
                    .init(
                        place: name,
                        message: "unknown environment variable" + (suggestion.map { "; did you mean \($0)?" } ?? "")))
            }
        }
    }

    /// Whether a variable names one of the sections. Others that begin with SOUK_ are no part of the configuration.
    private func isMeantForSouk(_ name: String) -> Bool {
        ConfigurationTable.acceptedSections.contains { name.hasPrefix("SOUK_\($0.uppercased())_") }
    }
}
