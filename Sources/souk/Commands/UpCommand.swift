/// `souk up`: simulator, log, pipeline and dashboard together.
struct UpCommand: ConfiguredCommand {
    static let rate = ValueOption<Rate>(
        "rate", value: "N", "transactions per second that the simulator makes, such as 500, 0.2 or 1/min, or max",
        default: "50")
    static let log = ValueOption(
        "log", value: "URL", "the log, log:DIR or kafka://HOST:PORT/TOPIC (default: log in --data)",
        overriding: .logURL, default: "")
    static let lake = ValueOption(
        "lake", value: "URL", "the lake: a directory, or webhdfs://HOST:PORT/PATH (default: lake in --data)",
        overriding: .lakeURL, default: "")

    static let specification = CommandSpecification(
        path: ["up"],
        summary: "simulator, log, pipeline and dashboard together",
        discussion: [
            "Simulates a Moroccan marketplace, writes its transactions into a log, follows that log through event-time windows into a lake, and shows it all on a dashboard. Nothing else has to run.",
            "Ctrl-C or SIGTERM drains: the simulator stops, what was read is committed with its windows and offsets, and the next `souk up` reads the rest. A second Ctrl-C ends at once; the lake stays whole then too.",
        ],
        options: [
            SharedOptions.data.specification, rate.specification, SharedOptions.listen.specification,
            log.specification, SharedOptions.createTopic.specification, lake.specification,
            SharedOptions.engine.specification, SharedOptions.seed.specification, SharedOptions.allowLoss.specification,
            SharedOptions.console.specification,
        ] + BackgroundOptions.specifications,
        examples: [
            CommandExample("souk up", "50 transactions a second into ./data, dashboard on http://127.0.0.1:5000"),
            CommandExample("souk up --rate 5k --data /srv/souk", "a busier marketplace, kept elsewhere"),
            CommandExample("souk up --detach", "the same in the background, for souk status and souk stop"),
            CommandExample("souk up --log kafka://localhost:9092/sales --create-topic", "the same through Kafka"),
        ],
        exitCodes: [.configuration, .logUnreachable, .lakeUnreachable, .drainIncomplete, .lakeOwnedByAnother])

    let options: UpOptions
    let configuration: Configuration

    init(_ arguments: ParsedArguments, configuration: Configuration) throws(CommandError) {
        let places = DataPlaces(arguments, configuration)
        switch places.log {
        case .embedded, .kafka: break
        case .file, .standardStream:
            throw .usage(
                "--log: `\(places.log.argument)` can't be read and written at once: use log:DIR or kafka://HOST:PORT/TOPIC",
                hints: ["to follow a file, use souk run --from \(places.log.argument)"])
        }
        let engine = arguments[SharedOptions.engine] ?? .native
        try engine.check(reads: places.log)
        options = UpOptions(
            log: places.log, createsTopic: arguments[SharedOptions.createTopic] ?? false, lake: places.lake,
            rate: arguments[Self.rate] ?? .perSecond(50),
            seed: arguments[SharedOptions.seed] ?? SharedOptions.defaultSeed,
            listen: configuration[.listen], allowsLoss: arguments[SharedOptions.allowLoss] ?? false,
            engine: engine, showsRows: arguments[SharedOptions.console] ?? false,
            background: try BackgroundOptions(arguments))
        self.configuration = configuration
    }
}
