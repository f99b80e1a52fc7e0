internal import Commerce
internal import SparkConnect
internal import Streaming
internal import TransactionLogs

extension SparkAttempt {
    /// Begins to write the rejected messages of what was counted, unless that is being done already; `finishSettlement` makes
    /// the account durable when they are written.
    ///
    /// The range is made durable first, and the rows are appended under its number, which Delta Lake takes once only. So the
    /// same rows come about whoever finishes it, and however often it is begun. Spark does it while the dashboard's figures go
    /// on, since it may take seconds.
    func beginSettlement() throws {
        guard settlement == nil, tally.hasNews || lake.progress.settling != nil else { return }
        if lake.progress.settling == nil {
            var next = lake.progress
            next.settling = JobSQL.texts(tally.offsets)
            next.settlingNumber = next.number + 1
            try lake.save(next)
        }
        let ranges = settlementRanges(of: lake.progress)
        let number = lake.progress.settlingNumber ?? lake.progress.number
        let hasRejected = tally.count > tally.accepted
        settlement = Settlement(
            ranges: ranges, counted: tally.counted, live: live, began: parts.clock.now().microseconds,
            rejected: PendingAnswer(name: "souk-settlement") {
                [cluster, queries, sql, settledMessages, name = settings.pipeline.name] in
                if hasRejected {
                    try cluster.createView(settledMessages, of: queries.topic(ranges))
                    try cluster.append(
                        sql.rejected(in: ranges, from: settledMessages), to: queries.path(JobSQL.rejected),
                        options: ["txnAppId": "\(name)/rejected", "txnVersion": String(number)])
                }
                return try cluster.rows(sql.rejectedCounts(in: ranges))
            })
    }

    /// Makes the account durable, if what was begun is written.
    ///
    /// - Parameter waiting: whether to wait for that.
    func finishSettlement(waiting: Bool) throws {
        guard let settlement, let rejected = try waiting ? settlement.rejected.wait() : settlement.rejected.get() else {
            return
        }
        // What is remembered of the log from here on must follow what was remembered until now.
        try lake.confirm(parts.log)
        var next = lake.progress
        try count(settlement, rejected, into: &next)
        // A bounded run counts them at its end.
        if !settings.pipeline.untilEnd, let batch = windows.progress?.batchID, batch != countedWindows {
            try countWindows(into: &next)
            countedWindows = batch
        }
        next.settling = nil
        next.settlingNumber = nil
        next.setStaleWindows(stale)
        if let watermark = windows.progress?.watermark { next.watermark = max(watermark, next.watermark ?? watermark) }
        try lake.save(next, live: settlement.live)
        tally.settle(settlement.counted)
        self.settlement = nil
        parts.settled()
        outage.accomplished()
        // A cluster that is slow to settle shall have time for something else.
        let now = parts.clock.now().microseconds
        let rest = min(Self.settlementRests * (now - settlement.began), Self.longestRest)
        nextSettlement = max(nextSettlement, now + rest)
    }

    /// Accounts for everything that was counted.
    func settle() throws {
        try finishSettlement(waiting: true)
        try beginSettlement()
        try finishSettlement(waiting: true)
    }

    /// How much longer than a settlement the pause after it is, at the least.
    private static let settlementRests: Int64 = 3
    /// The longest pause that is made for that reason, in microseconds.
    private static let longestRest: Int64 = 60_000_000

    private func settlementRanges(of progress: EngineProgress) -> [Int32: Range<Int64>] {
        JobSQL.offsets(progress.settling ?? [:]).reduce(into: [:]) { ranges, end in
            let from = tally.settled[end.key] ?? 0
            ranges[end.key] = from..<max(from, end.value)
        }
    }

    private func count(_ settlement: Settlement, _ rows: [[SparkValue]], into next: inout EngineProgress) throws {
        let ranges = settlement.ranges
        let counted = settlement.counted
        var rejected: Int64 = 0
        for row in rows {
            let reader = RowReader(row, "the rejected messages")
            let count = try reader.integer(1)
            next.rejected[try reader.text(0), default: 0] += count
            rejected += count
        }
        let offsets = ranges.values.reduce(Int64(0)) { $0 + Int64($1.count) }
        guard counted.accepted + rejected <= offsets else {
            throw SparkJobError(
                .inconsistent,
                "the lake holds \(counted.accepted) transactions and \(rejected) rejected messages of \(offsets) offsets "
                    + "(\(TopicOffsets(topic: settings.topic, ranges.mapValues(\.upperBound)).json)): another writer has been "
                    + "there. Find it, and verify the lake.")
        }
        next.read += counted.accepted + rejected
        next.accepted += counted.accepted
        for (partition, range) in ranges {
            let text = String(partition)
            var state = next.partitions[text] ?? EngineProgress.Partition(firstOffset: range.lowerBound, offset: 0)
            state.offset = range.upperBound
            state.largestEventTime = counted.largestEventTimes[partition]
            state.fingerprint = try parts.log.fingerprint(of: partition, before: range.upperBound) ?? state.fingerprint
            next.partitions[text] = state
            if next.handedOver[text] == nil { next.handedOver[text] = range.lowerBound }
        }
    }
}
