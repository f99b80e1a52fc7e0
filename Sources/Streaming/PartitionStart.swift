internal import TransactionLogs

/// Where a partition goes on: what the lake's last commit says of it.
struct PartitionStart: Sendable, Equatable {
    /// The first offset that the lake holds.
    var firstOffset: Int64
    /// The next offset to be read.
    var offset: Int64
    /// The largest event time seen, in microseconds since the epoch; nil before the partition's first transaction.
    var largestEventTime: Int64?
    /// What tells whether the log still holds what was read; nil if nothing was read, or if the log's identity is enough.
    var fingerprint: LogFingerprint?
    /// The offsets that retention removed from the log before they were read, ascending.
    var lost: [Range<Int64>] = []
    /// The offsets whose messages were replaced in the log after they had been read: the lake holds the former ones, and never
    /// read the others.
    var replaced: [Range<Int64>] = []

    /// Notes that offsets were lost, behind all that were lost before.
    mutating func lose(_ range: Range<Int64>) {
        guard !range.isEmpty else { return }
        if let last = lost.last, last.upperBound == range.lowerBound {
            lost[lost.count - 1] = last.lowerBound..<range.upperBound
        } else {
            lost.append(range)
        }
    }
}
