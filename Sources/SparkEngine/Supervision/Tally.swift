internal import Streaming

/// What was counted of `transactions` since the last account.
struct Tally: Sendable, Equatable {
    /// The offsets behind the last ones that were counted, by partition.
    private(set) var offsets: [Int32: Int64] = [:]
    /// Where the account ends.
    private(set) var settled: [Int32: Int64] = [:]
    /// The largest event times, in microseconds since the epoch, by partition.
    private(set) var largestEventTimes: [Int32: Int64] = [:]
    /// Transactions counted.
    private(set) var accepted: Int64 = 0
    /// Whether the dashboard's figures of all that was accounted for have to be counted anew.
    private(set) var isLiveLost: Bool

    init(_ progress: EngineProgress, isLiveLost: Bool) {
        self.isLiveLost = isLiveLost
        for (text, partition) in progress.partitions {
            guard let number = Int32(text) else { continue }
            settled[number] = partition.offset
            largestEventTimes[number] = partition.largestEventTime
        }
        offsets = settled
    }

    /// Whether there are messages between what was counted and an end.
    func isBehind(_ end: [Int32: Int64]) -> Bool { !ranges(to: end).isEmpty }

    /// Whether anything was counted since the last account.
    var hasNews: Bool { offsets != settled }

    /// How many offsets were counted since the last account.
    var count: Int64 { offsets.reduce(0) { $0 + $1.value - (settled[$1.key] ?? $1.value) } }

    /// What is still to be counted, by partition.
    func ranges(to end: [Int32: Int64]) -> [Int32: Range<Int64>] {
        end.reduce(into: [:]) { ranges, entry in
            let from = offsets[entry.key] ?? 0
            if entry.value > from { ranges[entry.key] = from..<entry.value }
        }
    }

    /// The largest event time of all partitions.
    var largestEventTime: Int64? { largestEventTimes.values.max() }

    /// Notes what was found in the ranges up to an end.
    mutating func add(
        _ end: [Int32: Int64], accepted: Int64, largestEventTimes: [Int32: Int64]
    ) {
        for (partition, offset) in end {
            let from = offsets[partition] ?? 0
            if settled[partition] == nil { settled[partition] = from }
            offsets[partition] = max(offset, from)
        }
        self.accepted += accepted
        self.largestEventTimes.merge(largestEventTimes, uniquingKeysWith: max)
    }

    /// What has been counted up to now since the last account.
    struct Counted: Sendable, Equatable {
        /// The offsets behind the last ones, by partition.
        var offsets: [Int32: Int64]
        /// The largest event times, in microseconds since the epoch, by partition.
        var largestEventTimes: [Int32: Int64]
        /// Transactions.
        var accepted: Int64
    }

    /// What has been counted up to now since the last account.
    var counted: Counted {
        Counted(offsets: offsets, largestEventTimes: largestEventTimes, accepted: accepted)
    }

    /// Notes that what was counted up to a moment is accounted for.
    mutating func settle(_ counted: Counted) {
        settled.merge(counted.offsets) { _, end in end }
        accepted -= counted.accepted
    }

    /// Notes that the figures of what is accounted for were counted anew.
    mutating func foundLive() { isLiveLost = false }
}
