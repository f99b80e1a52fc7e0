import Analysis

/// `souk config check`: whether the configuration is right, and where it came from.
struct ConfigCheckCommand: Command {
    static let specification = CommandSpecification(
        path: ["config", "check"],
        summary: "check the configuration and say which files it came from",
        discussion: [
            "Checks the files that a command started here would read, and the environment. Every mistake is told with its place; the exit code is 10 if there is any."
        ],
        printsJSON: true,
        examples: [CommandExample("souk config check -c new.toml", "check a file before it is used")],
        exitCodes: [.configuration])

    private let report: ConfigurationReport
    private let printsJSON: Bool

    init(_ arguments: ParsedArguments, report: ConfigurationReport) throws(CommandError) {
        self.report = report
        printsJSON = arguments[CommonOptions.json] ?? false
    }

    func run(_ context: CommandContext) throws {
        if printsJSON {
            try context.console.writeLine(json.indented)
        } else if report.problems.isEmpty {
            try context.console.writeLine(
                report.files.isEmpty
                    ? "There is no configuration file (\(report.candidates.joined(separator: ", "))); defaults hold."
                    : "The configuration is right. Files, the strongest first: \(report.files.joined(separator: ", "))")
        }
        _ = try report.validated()
    }

    private var json: JSONValue {
        .object([
            "valid": .boolean(report.problems.isEmpty),
            "files": .array(report.files.map(JSONValue.string)),
            "problems": .array(
                report.problems.map { .object(["place": .string($0.place), "message": .string($0.message)]) }),
        ])
    }
}
