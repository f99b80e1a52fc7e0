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
    }

    /// The benchmark.
    var name: Name
    /// Whether to print the figures for a program to read.
    var printsJSON: Bool
}
