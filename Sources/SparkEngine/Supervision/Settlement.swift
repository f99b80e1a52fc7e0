internal import Live
internal import SparkConnect

/// A settlement on its way: its range is durable, and Spark writes what was rejected in it.
struct Settlement {
    /// The offsets that it accounts for.
    let ranges: [Int32: Range<Int64>]
    /// What was counted up to its end.
    let counted: Tally.Counted
    /// The dashboard's figures up to its end.
    let live: LiveAggregate
    /// When it began, in microseconds since the epoch.
    let began: Int64
    /// The reasons of the rejected messages and how many there are of each.
    let rejected: PendingAnswer<[[SparkValue]]>
}
