/// Where a partition goes on: what the lake's last commit says of it.
struct PartitionStart: Sendable, Equatable {
    /// The first offset that the lake holds.
    var firstOffset: Int64
    /// The next offset to be read.
    var offset: Int64
    /// The largest event time seen, in microseconds since the epoch; nil before the partition's first transaction.
    var largestEventTime: Int64?
}
