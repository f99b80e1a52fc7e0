internal import Commerce
internal import Live
internal import Windowing

/// The figures of transactions whose rows this process reads itself, as long as they are not too many: that takes it less time
/// than Spark needs to plan a query.
struct LocalFigures {
    /// For the dashboard.
    private(set) var live: LiveAggregate
    /// For the account.
    private(set) var figures = RangeFigures()

    private let settings: WindowSettings
    private let arrival: Timestamp
    private var lastOffsets: [Int32: Int64] = [:]

    /// Figures of nothing yet.
    ///
    /// - Parameters:
    ///   - live: the dashboard's figures of nothing.
    ///   - arrival: when the transactions were read.
    init(_ settings: WindowSettings, live: LiveAggregate, arrival: Timestamp) {
        self.live = live
        self.settings = settings
        self.arrival = arrival
    }

    /// Rows that don't come in the order of their offsets, so that nobody can say which of them came last.
    struct Disorder: Error {}

    /// Takes in some rows of a partition.
    ///
    /// - Throws: `Disorder`, `SparkJobError` with code `.inconsistent` for a row that Souk's rules would not have let pass.
    mutating func add(_ batch: borrowing TransactionBatch) throws {
        guard batch.count > 0 else { return }
        let partition = batch.partition
        try check(batch)
        // Each batch has dictionaries of its own, which an aggregate can't tell from others of the same partition.
        var part = live.emptied
        part.add(batch, rows: 0..<batch.count, arrival: arrival)
        live.merge(part)
        figures.accepted += Int64(batch.count)
        noteTimes(batch.timestamps.span, of: partition)
    }

    private mutating func check(_ batch: borrowing TransactionBatch) throws {
        let offsets = batch.offsets.span
        let timestamps = batch.timestamps.span
        var last = lastOffsets[batch.partition] ?? -1
        for index in offsets.indices {
            guard offsets[index] > last else { throw Disorder() }
            last = offsets[index]
            try SparkJobError.checkEventTime(
                timestamps[index], of: "the transaction of partition \(batch.partition), offset \(last)")
        }
        lastOffsets[batch.partition] = last
    }

    private mutating func noteTimes(_ timestamps: Span<Int64>, of partition: Int32) {
        var start = settings.start(of: timestamps[0])
        var largest = figures.largestEventTimes[partition] ?? timestamps[0]
        figures.windowStarts.insert(start)
        for index in timestamps.indices {
            largest = max(largest, timestamps[index])
            guard !(start..<start + settings.size).contains(timestamps[index]) else { continue }
            start = settings.start(of: timestamps[index])
            figures.windowStarts.insert(start)
        }
        figures.largestEventTimes[partition] = largest
    }
}
