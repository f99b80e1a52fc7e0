public import Commerce

/// The state of the pipeline at one moment.
public struct PipelineSnapshot: Sendable, Equatable {
    /// What the pipeline is doing.
    public enum Phase: String, Sendable, Equatable {
        /// Opening the log and the lake, recovering.
        case starting
        /// Reading, at the log's end or behind it.
        case running
        /// The log or the lake can't be reached; `message` says which and why.
        case waiting
        /// Committing what is left before the end.
        case draining
        /// Ended.
        case stopped
        /// Not run by this process: the dashboard follows the lake's commits.
        case following
    }

    /// One partition of the log.
    public struct Partition: Sendable, Equatable {
        /// Which partition.
        public var partition: Int32
        /// The next offset to be read.
        public var position: Int64
        /// The log's end: the next offset to be written.
        public var end: Int64
        /// The partition's own watermark, nil before its first transaction.
        public var watermark: Timestamp?

        /// The state of one partition.
        public init(partition: Int32, position: Int64, end: Int64, watermark: Timestamp?) {
            self.partition = partition
            self.position = position
            self.end = end
            self.watermark = watermark
        }
    }

    /// What the pipeline is doing.
    public var phase = Phase.starting
    /// A word to the reader of the page, such as what is waited for; nil when all is well.
    public var message: String?
    /// Messages read since the lake began.
    public var read: Int64 = 0
    /// Messages accepted.
    public var accepted: Int64 = 0
    /// Messages rejected.
    public var rejected: Int64 = 0
    /// Messages rejected, by reason; highest first.
    public var rejectedByReason: [String: Int64] = [:]
    /// Transactions counted into windows.
    public var windowed: Int64 = 0
    /// Transactions too late for their windows.
    public var tooLate: Int64 = 0
    /// Window rows written again because of late transactions.
    public var revised: Int64 = 0
    /// Windows closed.
    public var windowsClosed: Int64 = 0
    /// Offsets that retention removed from the log before they were read.
    public var lost: Int64 = 0
    /// Commits to the lake.
    public var commits: Int64 = 0
    /// Messages a second, over the last seconds.
    public var rate: Double = 0
    /// Messages in the log that were not read yet.
    public var lag: Int64 = 0
    /// The pipeline's watermark, nil before the first transaction.
    public var watermark: Timestamp?
    /// When the last commit was made, nil before the first.
    public var lastCommit: Timestamp?
    /// How long the last commit took, in seconds.
    public var lastCommitSeconds: Double = 0
    /// The log's partitions, ascending.
    public var partitions: [Partition] = []

    /// A pipeline that has not begun.
    public init() {}
}
