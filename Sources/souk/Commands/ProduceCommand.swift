import Commerce

/// `souk produce`: the simulator, or a file, into a log.
struct ProduceCommand: ConfiguredCommand {
    static let target = ValueOption(
        "to", value: "URL", "the log to write to: log:DIR, kafka://HOST:PORT/TOPIC, file:PATH or - for standard output",
        overriding: .logURL)
    static let rate = ValueOption<Rate>(
        "rate", value: "N|max", "transactions per second, such as 500, 5k or 0.2; also per minute or hour: 1/min, 10/h",
        default: "max with --count or --from, otherwise 50")
    static let count = ValueOption<Count>(
        "count", value: "N", "stop after so many transactions", default: "no end",
        check: { $0.value >= 1 ? nil : "expected 1 or more, found 0" })
    static let start = ValueOption<Timestamp>(
        "start", value: "TIME", "time of the first simulated transaction, in ISO 8601",
        default: "now at a pace, 2026-01-01T00:00:00Z at --rate max",
        check: { start in
            (0..<latestStart).contains(start.microseconds)
                ? nil : "expected a time from 1970 to 2199, found \(start.argument)"
        })
    static let file = ValueOption<String>(
        "from", value: "FILE",
        "take transactions from this file of NDJSON or CSV (- for NDJSON on standard input) instead of simulating")
    /// The end of 2199: behind it, no timestamp is accepted.
    private static let latestStart: Int64 = 7_258_118_400_000_000
    static let broken = ValueOption<Share>(
        "broken", value: "SHARE", "share of messages that are broken on purpose, such as 0.01 or 1%", default: "0")

    static let specification = CommandSpecification(
        path: ["produce"],
        summary: "write simulated transactions, or a file's, into a log",
        discussion: [
            "Without --from, simulates a Moroccan marketplace. At --rate max or with --start it makes a history: the same --seed, --start, --count and --broken always write the same transactions, and a log that is created is the same byte for byte. At a pace without --start the sales are made in the present, so no two runs write the same.",
            "With --from, copies a file of NDJSON or CSV into the log.",
            "Ctrl-C ends it after what was begun is durable.",
        ],
        options: [
            target.specification, rate.specification, count.specification, SharedOptions.seed.specification,
            start.specification, file.specification, SharedOptions.partitions.specification,
            SharedOptions.createTopic.specification, broken.specification,
        ],
        printsJSON: true,
        examples: [
            CommandExample(
                "souk produce --to log:data/log --count 1M --seed 7", "a million transactions, as fast as it goes"),
            CommandExample("souk produce --to - --count 5", "have a look at five transactions"),
            CommandExample("souk produce --to log:data/log --from sales.csv", "import a file"),
            CommandExample(
                "souk produce --to kafka://localhost:9092/sales --create-topic --rate 500",
                "into Kafka, keyed by customer"),
        ],
        exitCodes: [.configuration, .logUnreachable])

    let options: ProduceOptions
    let configuration: Configuration

    init(_ arguments: ParsedArguments, configuration: Configuration) throws(CommandError) {
        let source = try Self.source(arguments)
        let count = arguments[Self.count]?.value
        var isBounded = count != nil
        if case .file = source { isBounded = true }
        let target = configuration[.logURL]
        guard target != .standardStream || arguments[CommonOptions.json] != true else {
            throw .usage("--json and --to - both want standard output; choose one")
        }
        options = ProduceOptions(
            target: target, source: source, rate: arguments[Self.rate] ?? (isBounded ? .unlimited : .perSecond(50)),
            count: count, partitions: configuration[.partitions],
            createsTopic: arguments[SharedOptions.createTopic] ?? false,
            printsJSON: arguments[CommonOptions.json] ?? false)
        self.configuration = configuration
    }

    private static func source(_ arguments: ParsedArguments) throws(CommandError) -> ProduceOptions.Source {
        guard let path = arguments[file] else {
            return .simulator(
                seed: arguments[SharedOptions.seed] ?? SharedOptions.defaultSeed, start: arguments[start],
                broken: arguments[broken] ?? Share(millionths: 0))
        }
        let simulatorOptions = [SharedOptions.seed.specification, start.specification, broken.specification]
        if let option = simulatorOptions.first(where: arguments.contains) {
            throw .usage("--\(option.name) is for the simulator and --from replaces it; leave one of them out")
        }
        if path == "-" { return .file(.standardStream) }
        return .file(.file(path: path.hasPrefix("file:") ? String(path.dropFirst(5)) : path))
    }
}
