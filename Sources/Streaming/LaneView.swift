internal import Live

/// What the live view needs of a lane, copied out of it.
struct LaneView {
    /// Which partition.
    var partition: Int32
    /// The next offset to be read.
    var position: Int64
    /// The partition's watermark in microseconds since the epoch; nil before its first transaction.
    var watermark: Int64?
    /// What the lane counted since the pipeline started.
    var accounting: Accounting
    /// The lane's figures since the pipeline started.
    var live: LiveAggregate
}
