internal import Commerce
internal import Live
internal import SparkConnect
internal import Streaming
internal import Windowing

extension SparkAttempt {
    /// Lets the cluster sum up what `transactions` has gained up to an end, for the dashboard and the account.
    func tally(to end: [Int32: Int64]) throws {
        let ranges = tally.ranges(to: end)
        guard !ranges.isEmpty else { return }
        let figures = try figures(of: ranges)
        live.add(figures.increment, arrival: parts.clock.now())
        let before = tally.largestEventTimes
        tally.add(
            end, accepted: figures.accepted, tooLate: 0, largestEventTimes: figures.largestEventTimes)
        try noteTooLate(figures, in: ranges, before: before)
        noteSuspects(figures.increment)
    }

    /// Counts the figures of what is accounted for anew, where their file was lost.
    func recoverLive() throws {
        guard tally.isLiveLost else { return }
        let ranges = lake.progress.partitions.reduce(into: [Int32: Range<Int64>]()) { ranges, entry in
            let range = entry.value.firstOffset..<entry.value.offset
            if let partition = Int32(entry.key), !range.isEmpty { ranges[partition] = range }
        }
        if !ranges.isEmpty { live.add(try figures(of: ranges).increment, arrival: parts.clock.now()) }
        try lake.save(lake.progress, live: live)
        tally.foundLive()
    }

    private func figures(of ranges: [Int32: Range<Int64>]) throws -> LiveFigures {
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

    /// Whether any transaction can be too late is seen from the blocks; only then are the rows followed one by one.
    private func noteTooLate(
        _ figures: LiveFigures, in ranges: [Int32: Range<Int64>], before: [Int32: Int64]
    ) throws {
        guard figures.mayHaveLateTransactions(after: before, settings.pipeline.windows) else { return }
        let row = RowReader(
            try cluster.rows(
                sql.live(ranges).lateTransactions(
                    from: sql.table(JobSQL.transactions), largestEventTimes: before)
            ).first ?? [], "the late transactions")
        tally.add([:], accepted: 0, tooLate: try row.integer(0), largestEventTimes: [:])
    }

    private func noteSuspects(_ increment: LiveIncrement) {
        let windows = settings.pipeline.windows
        guard let latest = tally.largestEventTime else { return }
        for start in increment.intervals.keys {
            let isPassed = start + windows.size <= latest - windows.delay
            if isPassed || start < lake.progress.boundary ?? .min { suspects.insert(start) }
        }
    }
}
