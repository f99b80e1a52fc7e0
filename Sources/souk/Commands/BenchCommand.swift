/// `souk bench`: the benchmarks.
struct BenchCommand: ConfiguredCommand {
    static let name = Positional<BenchOptions.Name>(
        "NAME", "the benchmark: decode, pipeline, log, marketplace or kafka")
    static let source = ValueOption<LogURL>(
        "from", value: "URL",
        "for kafka: the topic, kafka://HOST:PORT/TOPIC, which is filled with 3 M messages if it is not there",
        check: { if case .kafka = $0 { nil } else { "expected kafka://HOST:PORT/TOPIC, found \($0.argument)" } })

    static let specification = CommandSpecification(
        path: ["bench"],
        summary: "run a benchmark on this machine",
        discussion: ["Prints rates and their ratio to a named baseline that is measured in the same run."],
        positionals: [name.specification],
        options: [source.specification],
        printsJSON: true,
        examples: [
            CommandExample("souk bench decode", "how fast messages become columns"),
            CommandExample(
                "souk bench kafka --from kafka://localhost:9092/bench", "Kafka to Delta, beside Python and Spark"),
        ])

    let options: BenchOptions
    let configuration: Configuration

    init(_ arguments: ParsedArguments, configuration: Configuration) throws(CommandError) {
        let name = try arguments.required(Self.name)
        let source = arguments[Self.source]
        guard (name == .kafka) == (source != nil) else {
            throw .usage(
                name == .kafka
                    ? "the benchmark kafka needs --from kafka://HOST:PORT/TOPIC"
                    : "--from is for the benchmark kafka only")
        }
        var topic: KafkaAddress?
        if case .kafka(let address)? = source { topic = address }
        options = BenchOptions(
            name: name, topic: topic, printsJSON: arguments[CommonOptions.json] ?? false)
        self.configuration = configuration
    }
}
