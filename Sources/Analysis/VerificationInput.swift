/// What a verification holds a lake against: the pipeline's settings, and what its last commit says.
public struct VerificationInput: Sendable, Hashable {
    /// The committed offsets of one partition.
    public struct Partition: Sendable, Hashable {
        /// Which partition.
        public var partition: Int32
        /// The first offset that the lake should hold.
        public var firstOffset: Int64
        /// The offset after the last one that the lake should hold.
        public var nextOffset: Int64
        /// The offsets between them that retention had removed from the log before they were read, ascending: the lake should
        /// not hold them.
        public var lost: [Range<Int64>]

        /// The committed offsets of one partition.
        public init(partition: Int32, firstOffset: Int64, nextOffset: Int64, lost: [Range<Int64>] = []) {
            self.partition = partition
            self.firstOffset = firstOffset
            self.nextOffset = nextOffset
            self.lost = lost
        }
    }

    /// The counters of the last commit.
    public struct Counters: Sendable, Hashable {
        /// Messages read.
        public var read: Int64
        /// Messages accepted.
        public var accepted: Int64
        /// Messages rejected.
        public var rejected: Int64
        /// Transactions counted into windows.
        public var windowed: Int64
        /// Rows of `windows` with a revision above 0; nil if the pipeline doesn't count them.
        public var revised: Int64?
        /// Offsets that retention had removed from the log before they were read.
        public var lost: Int64

        /// Counters of a commit.
        public init(
            read: Int64, accepted: Int64, rejected: Int64, windowed: Int64, revised: Int64? = nil,
            lost: Int64 = 0
        ) {
            self.read = read
            self.accepted = accepted
            self.rejected = rejected
            self.windowed = windowed
            self.revised = revised
            self.lost = lost
        }
    }

    /// The length of a window in microseconds.
    public var windowSize: Int64
    /// The committed partitions.
    public var partitions: [Partition]
    /// The counters of the last commit.
    public var counters: Counters
    /// Windows that end at or before this moment, in microseconds since the epoch, have been written; nil if none have.
    public var closedThrough: Int64?
    /// Whether every window has been written, as after `--until-end`.
    public var allClosed: Bool
    /// The windows that the last commit calls stale, from starts to ends in microseconds since the epoch; ascending and
    /// disjoint.
    public var stale: [Range<Int64>]
    /// Whether offsets may be missing in the log itself, as in a Kafka topic that is compacted or written by transactions. Then
    /// gaps are reported and don't count as faults.
    public var allowsGaps: Bool
    /// The `key` of the windows of the dimension `all`.
    public var keyOfAll: String

    /// What to hold a lake against.
    public init(
        windowSize: Int64, partitions: [Partition], counters: Counters,
        closedThrough: Int64?, allClosed: Bool, stale: [Range<Int64>] = [], allowsGaps: Bool = false,
        keyOfAll: String = "all"
    ) {
        precondition(windowSize > 0, "a window of \(windowSize) µs")
        self.windowSize = windowSize
        self.partitions = partitions
        self.counters = counters
        self.closedThrough = closedThrough
        self.allClosed = allClosed
        self.stale = stale
        self.allowsGaps = allowsGaps
        self.keyOfAll = keyOfAll
    }
}
