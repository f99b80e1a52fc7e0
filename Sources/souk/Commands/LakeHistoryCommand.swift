/// `souk lake history`: who changed a lake, when and how.
struct LakeHistoryCommand: ConfiguredCommand {
    static let limit = ValueOption<Count>(
        "limit", letter: "n", value: "N", "commits of each table that are shown, the newest first", default: "20",
        check: { (1...1_000_000).contains($0.value) ? nil : "expected 1 to 1000000, found \($0.value)" })

    static let specification = CommandSpecification(
        path: ["lake", "history"],
        summary: "the commits of a lake's tables, the newest first",
        discussion: [
            "Reads the tables' Delta logs: what was done, by which program, and which files and rows that added and removed. Older commits than the log keeps (a day) are not shown."
        ],
        options: [SharedOptions.lake.specification, limit.specification],
        printsJSON: true,
        examples: [CommandExample("souk lake history --lake data/lake -n 5", "the last five commits of each table")],
        exitCodes: [.configuration, .lakeUnreachable])

    let options: LakeHistoryOptions
    let configuration: Configuration

    init(_ arguments: ParsedArguments, configuration: Configuration) throws(CommandError) {
        options = LakeHistoryOptions(
            lake: configuration[.lakeURL], limit: Int(arguments[Self.limit]?.value ?? 20),
            printsJSON: arguments[CommonOptions.json] ?? false)
        self.configuration = configuration
    }
}
