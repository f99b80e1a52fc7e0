/// `souk run`: the pipeline.
struct RunCommand: ConfiguredCommand {
    static let source = ValueOption(
        "from", value: "URL",
        "the log to read: log:DIR, kafka://HOST:PORT/TOPIC, file:PATH or - for standard input, to its end",
        overriding: .logURL)
    static let untilEnd = FlagOption(
        "until-end", "stop at the log's present end, close all windows and print the accounting")
    static let listen = ValueOption(
        "listen", value: "HOST:PORT", "also show the dashboard there (default: no dashboard)", overriding: .listen,
        default: "")
    static let startAt = ValueOption(
        "start-at", value: "WHERE", "where a new lake begins: earliest, latest or a time such as 2025-03-01T08:00:00Z",
        overriding: .startAt)
    static let explain = FlagOption(
        "explain", "with --engine sc://…: print the SQL that Spark is given, and do nothing")
    static let allowNewLog = FlagOption(
        "allow-new-log",
        "go on at the lake's offsets with a log of another identity that holds the same messages at the same offsets (a copy)"
    )

    static let specification = CommandSpecification(
        path: ["run"],
        summary: "the pipeline: follow a log into a lake",
        discussion: [
            "Reads the log, decodes transactions, computes windows of event time and commits rows, offsets and windows together, so that each transaction is in the lake exactly once, whatever happens in between. Started again, it resumes where the last commit ended.",
            "With --until-end it processes everything in the log, closes all windows, recomputes those that very late sales have changed and prints what became of every message: read = accepted + rejected, accepted = windowed. What retention removed from the log before it was read is an error; with --allow-loss it is counted as lost. A log that is not the one that was read any more is refused: a topic that was deleted and created again, or a file that did more than grow at its end.",
        ],
        options: [
            source.specification, SharedOptions.lake.specification, untilEnd.specification, listen.specification,
            SharedOptions.engine.specification, SharedOptions.commitInterval.specification,
            SharedOptions.commitRows.specification, startAt.specification,
            SharedOptions.allowLoss.specification, allowNewLog.specification, SharedOptions.console.specification,
            explain.specification,
        ] + BackgroundOptions.specifications,
        printsJSON: true,
        examples: [
            CommandExample("souk run --from log:data/log --lake data/lake", "follow the log until Ctrl-C"),
            CommandExample(
                "souk run --from file:sales.ndjson --lake sales --until-end --json",
                "process a file, then print the accounting"),
        ],
        exitCodes: [.configuration, .logUnreachable, .lakeUnreachable, .drainIncomplete, .lakeOwnedByAnother])

    let options: RunOptions
    let configuration: Configuration

    init(_ arguments: ParsedArguments, configuration: Configuration) throws(CommandError) {
        let source = configuration[.logURL]
        guard source != .standardStream || arguments[Self.allowNewLog] != true else {
            throw .usage("--allow-new-log: standard input has no offsets, so it can't be a copy of another log")
        }
        guard source != .standardStream || arguments[BackgroundOptions.detach] != true else {
            throw .usage(
                "--detach: a process in the background has no standard input",
                hints: ["collect the input in a log and run from that: souk produce --to log:DIR --from -"])
        }
        let engine = arguments[SharedOptions.engine] ?? .native
        if engine == .native, arguments[Self.explain] == true {
            throw .usage("--explain belongs to --engine sc://HOST:PORT")
        }
        try engine.check(reads: source)
        if engine != .native, arguments[SharedOptions.allowLoss] == true {
            throw .usage(
                "--allow-loss: Spark can't tell which messages retention removed before it read them, so they can't be counted",
                hints: ["use --engine native to go on behind them"])
        }
        options = RunOptions(
            source: source, lake: configuration[.lakeURL],
            stopsAtEnd: arguments[Self.untilEnd] ?? (source == .standardStream), listen: arguments[Self.listen],
            engine: engine, commitInterval: configuration[.commitInterval],
            commitRows: configuration[.commitRows].value, allowsNewLog: arguments[Self.allowNewLog] ?? false,
            allowsLoss: arguments[SharedOptions.allowLoss] ?? false,
            showsRows: arguments[SharedOptions.console] ?? false, explains: arguments[Self.explain] ?? false,
            printsJSON: arguments[CommonOptions.json] ?? false, background: try BackgroundOptions(arguments))
        self.configuration = configuration
    }
}
