import Commerce

/// What `souk produce` is to write, where, and how fast.
struct ProduceOptions: Sendable, Hashable {
    /// Where the transactions come from.
    enum Source: Sendable, Hashable {
        /// The simulator: its seed, the time of its first transaction (nil: now at a pace, the standard start flat out), and
        /// the share of messages that are broken on purpose.
        case simulator(seed: UInt64, start: Timestamp?, broken: Share)
        /// A file of NDJSON or CSV, or standard input.
        case file(LogURL)
    }

    /// The log to write to.
    var target: LogURL
    /// Where the transactions come from.
    var source: Source
    /// How fast.
    var rate: Rate
    /// How many at the most; nil without end, or to the end of the file.
    var count: Int64?
    /// Partitions of a log that is created.
    var partitions: Int
    /// Whether a Kafka topic is created if it is missing.
    var createsTopic: Bool
    /// Whether to print an account of what was written for a program to read.
    var printsJSON: Bool
}
