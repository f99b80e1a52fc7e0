/// `souk verify`: the audit of a lake.
struct VerifyCommand: ConfiguredCommand {
    static let source = ValueOption<LogURL>(
        "from", value: "URL", "also compare with this log: log:DIR, kafka://HOST:PORT/TOPIC or file:PATH",
        check: { $0 == .standardStream ? "standard input can't be read twice: use log:DIR or file:PATH" : nil })

    static let specification = CommandSpecification(
        path: ["verify"],
        summary: "audit a lake: nothing lost, nothing twice, every sum right",
        discussion: [
            "Checks that offsets are contiguous and unique, that no file is orphaned or missing, that the windows equal a recomputation from the transactions to the cent, and that the accounting adds up. With --from, also that the lake holds every message that the log still has, and no others: the log is decoded once more, as [fields] and [decoder] say, and every field of the transactions and the bytes and reasons of the rejected messages are compared.",
            "What a log's retention or compaction has removed since it was read is no fault; what was cut off from its end is.",
            "With --engine sc://… a Spark cluster does the recomputation; the comparison with a log reads the rows on this machine, and files are then judged by their sizes in the listing, not by their checksums.",
        ],
        options: [SharedOptions.lake.specification, source.specification, SharedOptions.analysisEngine.specification],
        printsJSON: true,
        examples: [CommandExample("souk verify --lake data/lake --from log:data/log", "audit a lake against its log")],
        exitCodes: [.configuration, .logUnreachable, .lakeUnreachable, .sparkUnreachable, .differenceFound])

    let options: VerifyOptions
    let configuration: Configuration

    init(_ arguments: ParsedArguments, configuration: Configuration) throws(CommandError) {
        options = VerifyOptions(
            lake: configuration[.lakeURL], source: arguments[Self.source],
            engine: arguments[SharedOptions.analysisEngine] ?? .duckDB,
            printsJSON: arguments[CommonOptions.json] ?? false)
        self.configuration = configuration
    }
}
