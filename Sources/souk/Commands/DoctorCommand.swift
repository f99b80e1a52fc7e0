import Analysis

/// `souk doctor`: whether this machine has all that Souk needs.
struct DoctorCommand: Command {
    static let specification = CommandSpecification(
        path: ["doctor"],
        summary: "check that this machine has all that Souk needs",
        discussion: [
            "Each line begins with ✓ (good), ! (works, but look at it) or ✗ (Souk can't work like this), and says what to do. The exit code is 10 if there is any ✗."
        ],
        options: [SharedOptions.data.specification, SharedOptions.listen.specification],
        printsJSON: true,
        examples: [CommandExample("souk doctor --data /srv/souk", "check the disk that is meant for the data, too")],
        exitCodes: [.configuration])

    private let doctor: Doctor
    private let printsJSON: Bool

    init(_ arguments: ParsedArguments, report: ConfigurationReport) throws(CommandError) {
        doctor = Doctor(
            probes: .live, configuration: report, places: DataPlaces(arguments, report.configuration))
        printsJSON = arguments[CommonOptions.json] ?? false
    }

    func run(_ context: CommandContext) throws {
        let report = DoctorReport(doctor.checks)
        if printsJSON {
            try context.console.writeLine(report.json.indented)
        } else {
            for line in report.lines(on: context.console.output) { try context.console.writeLine(line) }
        }
        guard !report.failures.isEmpty else { return }
        throw CommandError(
            "\(Words.count(report.failures.count, "check")) failed: \(report.failures.joined(separator: ", "))",
            exitCode: .configuration)
    }
}
