/// Which benchmark is run.
struct BenchOptions: Sendable, Hashable {
    /// The benchmarks.
    enum Name: String, ArgumentValue, CaseIterable {
        /// Decoding messages into columns.
        case decode
        /// A log into a lake, end to end.
        case pipeline
        /// Appending to the embedded log and reading it.
        case log
        /// The simulator.
        case marketplace
        /// A Kafka topic into a lake, and messages into a topic.
        case kafka
    }

    /// The benchmark.
    var name: Name
    /// The topic of the benchmark `kafka`.
    var topic: KafkaAddress?
    /// Whether to print the figures for a program to read.
    var printsJSON: Bool
}
