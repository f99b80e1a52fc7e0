/// The watermarks of all partitions, and the pipeline's own, which closes windows.
///
/// The pipeline's watermark is the smallest of its *active* partitions' watermarks, so that a partition which is behind
/// holds back the windows that it will still contribute to. A partition is active unless it is *idle*: read to its log's
/// end, with no transaction accepted for `idleTimeout`. Thus one that has unread records but no transaction yet, or was never
/// reported, holds everything back; one that is empty does so for the time-out only.
///
/// **When all partitions are idle** nothing that is known holds a watermark back, so it is the largest of theirs; and to
/// close the last windows too, it goes on by the wall clock: to `now − delay`, but never beyond the end of the last window
/// that has a transaction. That limit is why an old log, replayed, closes all of its windows at its end, and yet can be
/// continued with more old transactions: they find the watermark where the log was, not in the present, and are not too
/// late. It is also why a clock that is wrong can do little harm: one that is ahead closes the last windows early, which
/// their next transactions correct as revisions; one that is behind closes them when the stream goes on.
///
/// The pipeline's watermark never goes back: an idle partition that awakes with older transactions revises windows.
public struct WatermarkTracker: Sendable {
    private struct Partition: Sendable {
        var watermark: PartitionWatermark
        var isCaughtUp = false
        /// Since when the partition has been at its end without an accepted transaction.
        var quietSince: Int64?

        func isIdle(at now: Int64, timeout: Int64) -> Bool {
            guard isCaughtUp, let quietSince else { return false }
            return now - quietSince >= timeout
        }
    }

    private let settings: WindowSettings
    private var partitions: [Int32: Partition]
    private var watermark: Int64?

    /// A tracker of partitions that are known by their watermarks, none of them read to its end so far.
    ///
    /// - Parameters:
    ///   - partitions: all partitions, with the watermarks of the offsets that reading starts from.
    ///   - watermark: the pipeline's watermark of the last commit, if there was one.
    public init(
        settings: WindowSettings, partitions: [Int32: PartitionWatermark] = [:], watermark: Int64? = nil
    ) {
        self.settings = settings
        self.partitions = partitions.mapValues { Partition(watermark: $0) }
        self.watermark = watermark
    }

    /// The pipeline's watermark as it was computed last, in microseconds since the epoch.
    public var current: Int64? { watermark }

    /// Adds a partition that was found later; it holds the watermark back until it is reported.
    public mutating func add(_ partition: Int32, watermark: PartitionWatermark = PartitionWatermark()) {
        if partitions[partition] == nil { partitions[partition] = Partition(watermark: watermark) }
    }

    /// Takes note of what a lane has read; also of a lane that had nothing to read.
    ///
    /// - Parameters:
    ///   - watermark: the partition's watermark behind all that was read.
    ///   - accepted: how many transactions were accepted since the last report.
    ///   - isCaughtUp: whether the log has no record that was not read.
    ///   - now: the time of day in microseconds.
    public mutating func report(
        _ partition: Int32, watermark: PartitionWatermark, accepted: Int, isCaughtUp: Bool, now: Int64
    ) {
        var state = partitions[partition] ?? Partition(watermark: watermark)
        state.watermark = watermark
        state.isCaughtUp = isCaughtUp
        if !isCaughtUp {
            state.quietSince = nil
        } else if accepted > 0 {
            state.quietSince = now
        } else {
            // A clock that was set back must not make the partition wait for the time that it has lost.
            state.quietSince = min(state.quietSince ?? now, now)
        }
        partitions[partition] = state
    }

    /// Computes the pipeline's watermark.
    ///
    /// - Parameter now: the time of day in microseconds.
    /// - Returns: the watermark in microseconds since the epoch; nil while there is none. Never less than before.
    public mutating func pipelineWatermark(now: Int64) -> Int64? {
        let candidate = candidate(now: now)
        if let candidate { watermark = max(watermark ?? candidate, candidate) }
        return watermark
    }

    private func candidate(now: Int64) -> Int64? {
        let active = partitions.values.filter { !$0.isIdle(at: now, timeout: settings.idleTimeout) }
        if active.isEmpty { return candidateOfIdle(now: now) }
        let watermarks = active.compactMap { $0.watermark.value(delay: settings.delay) }
        return watermarks.count == active.count ? watermarks.min() : nil
    }

    private func candidateOfIdle(now: Int64) -> Int64? {
        guard let largest = partitions.values.compactMap(\.watermark.largestEventTime).max() else { return nil }
        let endOfLastWindow = settings.start(of: largest) + settings.size
        return max(largest - settings.delay, min(now - settings.delay, endOfLastWindow))
    }
}
