/// What a range of `transactions` came to, besides the dashboard's figures.
struct RangeFigures: Equatable {
    /// How many transactions there are.
    var accepted: Int64 = 0
    /// The largest event times, in microseconds since the epoch, by partition.
    var largestEventTimes: [Int32: Int64] = [:]
    /// The starts of the windows that they lie in, in microseconds since the epoch.
    var windowStarts: Set<Int64> = []
}
