internal import SparkConnect
internal import Streaming
internal import Windowing

extension SparkAttempt {
    /// The most queries of one reconciliation.
    private static let reconciliations = 8

    /// Takes the watermark of the last batch of `windows`: every window that ends before it was written by that batch at the
    /// latest.
    func noteWatermark() throws {
        let checkpoint = SparkCheckpoint(fileSystem: parts.fileSystem, directory: queries.checkpoint("windows"))
        guard let batch = try checkpoint.lastCommittedBatch(),
            let watermark = try checkpoint.watermark(ofBatch: batch)
        else { return }
        var next = lake.progress
        next.watermark = max(watermark, next.watermark ?? watermark)
        try lake.save(next)
    }

    /// Forgets the windows that can't be wrong, if the query that made them has taken in everything and is known never to have
    /// left anything out: what is left are those that it was not told of.
    func clearStaleWindows(by query: StreamingQuery) throws {
        let history = try cluster.recentProgress(of: query).compactMap(QueryProgress.init(json:))
        guard SupervisedQuery.hasDroppedNothing(history) else { return }
        let boundary = lake.progress.boundary ?? .min
        let ranges = stale.ranges.filter { $0.lowerBound < boundary }
        stale = StaleWindows(
            size: stale.size, ranges: ranges.map { $0.lowerBound..<min($0.upperBound, boundary) })
    }

    /// Makes the windows anew that the streaming aggregate may have got wrong, as far as they are closed, and writes what
    /// differs as their next revision.
    ///
    /// - Parameter closingAll: whether all windows are closed, whatever the watermark.
    func reconcile(closingAll: Bool) throws {
        let watermark = [windows.progress?.watermark, lake.progress.watermark].compactMap(\.self).max()
        guard closingAll || watermark != nil else { return }
        var ranges = closingAll ? stale.ranges : stale.closed(through: watermark ?? .min)
        if closingAll {
            let size = settings.pipeline.windows.size
            let open = watermark.map { $0 - (($0 % size) + size) % size } ?? 0
            ranges = StaleWindows(size: size, ranges: ranges + [open..<StaleWindows.end(size: size)]).ranges
        }
        let openSince = include(&ranges, through: closingAll ? nil : watermark)
        guard !ranges.isEmpty else { return }
        try correct(StaleWindows.joined(ranges, atMost: Self.reconciliations))
        if closingAll {
            stale = StaleWindows(size: stale.size, ranges: [])
        } else {
            stale.remove(through: watermark ?? .min)
        }
        var next = lake.progress
        next.openSince = openSince
        countedWindows = nil
        next.setStaleWindows(stale)
        try lake.save(next)
    }

    /// Adds the windows that were open when Spark took the lake over, as far as they are closed by now.
    ///
    /// - Returns: where those begin that are still open; nil if there are none.
    private func include(_ ranges: inout [Range<Int64>], through watermark: Int64?) -> Int64? {
        guard let since = lake.progress.openSince, let boundary = lake.progress.boundary else { return nil }
        let size = settings.pipeline.windows.size
        let end = watermark.map { min(boundary, $0 - (($0 % size) + size) % size) } ?? boundary
        if since < end { ranges = StaleWindows(size: size, ranges: ranges + [since..<end]).ranges }
        return end >= boundary ? nil : max(since, end)
    }

    /// Appends what is wrong. Two that overlap, because a server went on with one that nobody waits for any more, exclude each
    /// other by their application's number, which is a new one each time.
    private func correct(_ ranges: [Range<Int64>]) throws {
        try lake.save(lake.progress)
        for (index, range) in ranges.enumerated() {
            try cluster.append(
                sql.corrections(of: range), to: queries.path(JobSQL.windows),
                options: [
                    "txnAppId": "\(settings.pipeline.name)/corrections",
                    "txnVersion": String(lake.progress.number * Int64(Self.reconciliations) + Int64(index)),
                ])
        }
    }

    /// Takes up how many windows the table holds, and how many of its rows are later revisions.
    func countWindows(into next: inout EngineProgress) throws {
        let row = RowReader(try cluster.rows(sql.windowCounts).first ?? [], "the windows")
        next.windowsClosed = try row.integer(0)
        next.revised = try row.integer(1)
    }
}
