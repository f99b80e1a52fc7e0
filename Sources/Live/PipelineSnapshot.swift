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

    /// A streaming query on Spark.
    public struct Query: Sendable, Equatable {
        /// The query's name.
        public var name: String
        /// Whether it runs.
        public var isActive: Bool
        /// The number of its last batch, from 0; nil before the first.
        public var batch: Int64?
        /// Rows that came in a second.
        public var inputRate: Double
        /// Rows that could have been taken a second.
        public var processingRate: Double
        /// How long the last batch took, in seconds.
        public var batchSeconds: Double
        /// Its watermark; nil if it has none.
        public var watermark: Timestamp?
        /// Rows of state that it keeps.
        public var stateRows: Int64
        /// Rows left out since Souk follows the query because its watermark had passed them; reconciliation counts them.
        public var droppedRows: Int64
        /// How often it was started again after a failure.
        public var restarts: Int64

        /// A query of which nothing is known but its name.
        public init(name: String) {
            self.name = name
            isActive = false
            inputRate = 0
            processingRate = 0
            batchSeconds = 0
            stateRows = 0
            droppedRows = 0
            restarts = 0
        }
    }

    /// The cluster that runs the pipeline, if it is not this process.
    public struct Spark: Sendable, Equatable {
        /// The address of the Spark Connect server, without any secret.
        public var server: String
        /// Spark's version.
        public var version: String
        /// The address of Spark's own pages; nil if it is not known.
        public var page: String?
        /// The streaming queries.
        public var queries: [Query]

        /// A cluster.
        public init(server: String, version: String, page: String?, queries: [Query]) {
            self.server = server
            self.version = version
            self.page = page
            self.queries = queries
        }
    }

    /// What the pipeline is doing.
    public var phase = Phase.starting
    /// The cluster that runs the pipeline; nil if this process does.
    public var spark: Spark?
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
    /// Windows that await their recomputation from the lake because a transaction came very late.
    public var staleWindows: Int64 = 0
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
