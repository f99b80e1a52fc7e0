internal import Commerce
internal import SparkConnect
internal import Streaming

extension SparkAttempt {
    /// Writes the rejected messages of what was counted, and makes the account durable.
    ///
    /// The range is made durable first, and the rows are appended under its number, which Delta Lake takes once only. So the
    /// same rows come about whoever finishes it, and however often it is begun.
    func settle() throws {
        var next = lake.progress
        if next.settling == nil {
            guard tally.hasNews else { return }
            next.settling = JobSQL.texts(tally.offsets)
            next.settlingNumber = next.number + 1
            try lake.save(next)
            next = lake.progress
        }
        let ranges = settlementRanges(of: next)
        if tally.count > tally.accepted { try writeRejected(ranges, number: next.settlingNumber ?? next.number) }
        try count(ranges, into: &next)
        if let batch = windows.progress?.batchID, batch != countedWindows {
            try countWindows(into: &next)
            countedWindows = batch
        }
        next.settling = nil
        next.settlingNumber = nil
        next.suspects = suspects.starts
        if let watermark = windows.progress?.watermark { next.watermark = max(watermark, next.watermark ?? watermark) }
        try lake.save(next, live: live)
        tally.settle()
        parts.settled()
    }

    private func settlementRanges(of progress: EngineProgress) -> [Int32: Range<Int64>] {
        JobSQL.offsets(progress.settling ?? [:]).reduce(into: [:]) { ranges, end in
            let from = tally.settled[end.key] ?? 0
            ranges[end.key] = from..<max(from, end.value)
        }
    }

    private func writeRejected(_ ranges: [Int32: Range<Int64>], number: Int64) throws {
        try cluster.createView(JobSQL.settledMessages, of: queries.topic(ranges))
        try cluster.append(
            sql.rejected(in: ranges), to: queries.path(JobSQL.rejected),
            options: ["txnAppId": "\(settings.pipeline.name)/rejected", "txnVersion": String(number)])
    }

    private func count(_ ranges: [Int32: Range<Int64>], into next: inout EngineProgress) throws {
        var rejected: Int64 = 0
        for row in try cluster.rows(sql.rejectedCounts(in: ranges)) {
            let reader = RowReader(row, "the rejected messages")
            let count = try reader.integer(1)
            next.rejected[try reader.text(0), default: 0] += count
            rejected += count
        }
        let offsets = ranges.values.reduce(Int64(0)) { $0 + Int64($1.count) }
        guard tally.accepted + rejected <= offsets else {
            throw SparkJobError(
                .inconsistent,
                "the lake holds \(tally.accepted) transactions and \(rejected) rejected messages of \(offsets) offsets "
                    + "(\(TopicOffsets(topic: settings.topic, ranges.mapValues(\.upperBound)).json)): another writer has been "
                    + "there. Find it, and verify the lake.")
        }
        next.read += tally.accepted + rejected
        next.accepted += tally.accepted
        next.tooLate += tally.tooLate
        for (partition, range) in ranges {
            let text = String(partition)
            var state = next.partitions[text] ?? EngineProgress.Partition(firstOffset: range.lowerBound, offset: 0)
            state.offset = range.upperBound
            state.largestEventTime = tally.largestEventTimes[partition]
            next.partitions[text] = state
            if next.handedOver[text] == nil { next.handedOver[text] = range.lowerBound }
        }
    }
}
