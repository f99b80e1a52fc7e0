internal import Commerce
internal import Live
internal import SparkConnect
internal import Streaming
internal import Windowing

extension SparkAttempt {
    /// Takes in what `transactions` has gained up to an end, for the dashboard and the account.
    func tally(to end: [Int32: Int64]) throws {
        let ranges = tally.ranges(to: end)
        guard !ranges.isEmpty else { return }
        let found = try takeIn(ranges)
        tally.add(end, accepted: found.accepted, largestEventTimes: found.largestEventTimes)
        noteStaleWindows(found.windowStarts)
    }

    /// Counts the figures of what is accounted for anew, where their file was lost.
    func recoverLive() throws {
        guard tally.isLiveLost else { return }
        let ranges = lake.progress.partitions.reduce(into: [Int32: Range<Int64>]()) { ranges, entry in
            let range = entry.value.firstOffset..<entry.value.offset
            if let partition = Int32(entry.key), !range.isEmpty { ranges[partition] = range }
        }
        if !ranges.isEmpty { _ = try takeIn(ranges) }
        try lake.save(lake.progress, live: live)
        tally.foundLive()
    }

    /// Adds ranges to the dashboard's figures: rows that are not too many are read here, others are summed up by the cluster.
    private func takeIn(_ ranges: [Int32: Range<Int64>]) throws -> RangeFigures {
        if let local = try localFigures(of: ranges) {
            live.merge(local.live)
            return local.figures
        }
        let sums = try sums(of: ranges)
        live.add(sums.increment, arrival: parts.clock.now())
        return RangeFigures(
            accepted: sums.accepted, largestEventTimes: sums.largestEventTimes,
            windowStarts: Set(sums.increment.intervals.keys))
    }

    /// - Returns: nil if the rows are better summed up by the cluster: there are too many, or they are not in order.
    private func localFigures(of ranges: [Int32: Range<Int64>]) throws -> LocalFigures? {
        guard settings.localRows > 0,
            let files = try lake.transactionFiles(holding: ranges, atMost: settings.localRows)
        else { return nil }
        var figures = LocalFigures(settings.pipeline.windows, live: live.emptied, arrival: parts.clock.now())
        do {
            try lake.forEachBatch(of: files, in: ranges) { try figures.add($0) }
        } catch is LocalFigures.Disorder {
            return nil
        }
        return figures
    }

    private func sums(of ranges: [Int32: Range<Int64>]) throws -> LiveFigures {
        let plan = sql.live(ranges)
        let table = sql.table(JobSQL.transactions)
        var figures = try LiveFigures(
            cluster.rows(plan.figures(from: table, indexBits: CustomerSketch.indexBits)))
        let leastTop = [live.leastTopAmount, figures.amount(reachedBy: LiveAggregate.topLimit)].compactMap(\.self).max()
        // What can't enter the list of the largest need not be looked for, which soon is nearly always so.
        if figures.blocks.contains(where: { $0.largest >= leastTop ?? .min }) {
            try figures.addTop(
                cluster.rows(plan.top(from: table, leastAmount: leastTop, limit: LiveAggregate.topLimit)))
        }
        let limit = CustomerSketch.exactLimit
        // Each customer has a register, so that many registers are more customers than are counted exactly.
        if live.customers.error == 0, figures.increment.customerRegisters.count <= limit {
            let hashes = try cluster.rows(plan.customers(from: table, limit: limit))
            if hashes.count <= limit { try figures.replaceRegisters(byHashes: hashes) }
        }
        return figures
    }

    /// Spark's watermark is never ahead of the largest event time less the delay, over all that it was given so far. So a window
    /// that ends after that, when a transaction of it is committed, can't have lost it; any other may have.
    private func noteStaleWindows(_ starts: Set<Int64>) {
        let windows = settings.pipeline.windows
        guard let latest = tally.largestEventTime else { return }
        stale.formUnion(
            starts: starts.filter { start in
                start + windows.size <= latest - windows.delay || start < lake.progress.boundary ?? .min
            })
    }
}
