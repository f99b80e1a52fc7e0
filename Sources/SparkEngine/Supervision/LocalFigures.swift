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
    private var watermarks: [Int32: PartitionWatermark]
    private var lastOffsets: [Int32: Int64] = [:]

    /// Figures of nothing yet.
    ///
    /// - Parameters:
    ///   - before: the largest event time of each partition before these transactions, in microseconds since the epoch.
    ///   - arrival: when they were read.
    init(_ settings: WindowSettings, after before: [Int32: Int64], arrival: Timestamp) {
        live = LiveAggregate(intervalLength: settings.size)
        self.settings = settings
        self.arrival = arrival
        watermarks = before.mapValues { PartitionWatermark(largestEventTime: $0) }
    }

    /// Rows that don't come in the order of their offsets, so that nobody can say which of them are too late.
    struct Disorder: Error {}

    /// Takes in some rows of a partition.
    ///
    /// - Throws: `Disorder`, `SparkJobError` with code `.inconsistent` for a row that Souk's rules would not have let pass.
    mutating func add(_ batch: borrowing TransactionBatch) throws {
        guard batch.count > 0 else { return }
        let partition = batch.partition
        try check(batch)
        // Each batch has dictionaries of its own, which an aggregate can't tell from others of the same partition.
        var part = LiveAggregate(intervalLength: settings.size)
        part.add(batch, rows: 0..<batch.count, arrival: arrival)
        live.merge(part)
        figures.accepted += Int64(batch.count)
        figures.tooLate += Int64(
            watermarks[partition, default: PartitionWatermark()].observe(batch.timestamps.span, settings))
        figures.largestEventTimes[partition] = watermarks[partition]?.largestEventTime
        noteWindows(batch.timestamps.span)
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

    private mutating func noteWindows(_ timestamps: Span<Int64>) {
        var start = settings.start(of: timestamps[0])
        figures.windowStarts.insert(start)
        for index in timestamps.indices where !(start..<start + settings.size).contains(timestamps[index]) {
            start = settings.start(of: timestamps[index])
            figures.windowStarts.insert(start)
        }
    }
}
