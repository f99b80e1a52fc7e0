/// Options that several commands have, so that each has one name and one meaning.
enum SharedOptions {
    static let data = ValueOption<String>(
        "data", value: "DIR", "directory of the log and the lake", default: "data",
        check: { $0.isEmpty ? "expected the path of a directory, found an empty text" : nil })
    static let lake = ValueOption(
        "lake", value: "URL", "the lake: a directory, or webhdfs://, swebhdfs:// or hdfs://HOST:PORT/PATH",
        overriding: .lakeURL)
    static let listen = ValueOption("listen", value: "HOST:PORT", "where the dashboard listens", overriding: .listen)
    static let seed = ValueOption<UInt64>(
        "seed", value: "N", "seed of the simulator's random numbers", default: "1")
    static let engine = ValueOption<EngineURL>(
        "engine", value: "URL", "what runs the pipeline: native, or sc://HOST:PORT for a Spark cluster",
        default: "native")
    static let analysisEngine = ValueOption<AnalysisEngineURL>(
        "engine", value: "URL", "what computes it: duckdb, or sc://HOST:PORT for a Spark cluster", default: "duckdb")
    static let partitions = ValueOption(
        "partitions", value: "N", "partitions of a log that is created", overriding: .partitions)
    static let createTopic = FlagOption(
        "create-topic", "create the Kafka topic if it is missing, with log.partitions or 3 partitions")
    static let commitInterval = ValueOption(
        "commit-interval", value: "DURATION", "time between commits", overriding: .commitInterval)
    static let commitRows = ValueOption(
        "commit-rows", value: "N", "rows that are committed at the latest", overriding: .commitRows)
    static let allowLoss = FlagOption(
        "allow-loss",
        "go on behind messages that retention removed before they were read, and count them as lost (default: an error)"
    )
    static let console = FlagOption(
        "console", "also print new transactions every 10 s and the open windows of each category every 30 s")

    /// The seed where none is given.
    static let defaultSeed: UInt64 = 1
}
