extension Verification {
    /// Offsets over `transactions` and `rejected` together: contiguous, unique, and within what was committed.
    func offsetChecks() throws -> [VerificationResult.Check] {
        let partitions = Dictionary(input.partitions.map { ($0.partition, $0) }, uniquingKeysWith: { $1 })
        var audits: [Int32: OffsetAudit] = [:]
        for partition in input.partitions {
            audits[partition.partition] = OffsetAudit(partition: partition, exampleLimit: exampleLimit)
        }
        let blocks = try database.rows(of: irregularBlocks(partitions: Array(partitions.values)))
        while let row = try blocks.next() {
            let number = Int32(clamping: row.integer(0))
            audits[number, default: unknownPartition(number)].add(
                OffsetAudit.Block(
                    number: row.int64(1), previous: row.isNull(2) ? nil : row.int64(2),
                    present: UInt64(truncatingIfNeeded: row.integer(3))))
        }
        for number in audits.keys { audits[number]?.finish() }
        let ordered = audits.sorted { $0.key < $1.key }
        return [contiguityCheck(ordered), try rangeCheck(ordered), try uniquenessCheck()]
    }

    /// A partition that nothing was committed of: all its offsets are outside.
    private func unknownPartition(_ number: Int32) -> OffsetAudit {
        OffsetAudit(partition: .init(partition: number, firstOffset: 0, nextOffset: 0), exampleLimit: exampleLimit)
    }

    /// The blocks that are incomplete, at an edge of the committed range or beyond it, after a gap, or the last of a partition.
    private func irregularBlocks(partitions: [VerificationInput.Partition]) -> String {
        let ranges = partitions.map { "(\($0.partition), \($0.firstOffset), \($0.nextOffset))" }
        let values =
            ranges.isEmpty
            ? "(CAST(NULL AS INTEGER), CAST(NULL AS BIGINT), CAST(NULL AS BIGINT))" : ranges.joined(separator: ", ")
        // What was lost should not be there, so that a complete block is as suspect there as another one elsewhere.
        let lost = partitions.flatMap { partition in
            partition.lost.map { gap in
                " OR (_partition = \(partition.partition) AND block BETWEEN \(gap.lowerBound >> 6) "
                    + "AND \((gap.upperBound - 1) >> 6))"
            }
        }.joined()
        return """
            SELECT _partition, block, previous, present FROM (
                SELECT b._partition, block, present, first, next, lag(block) OVER neighbours AS previous,
                    lead(block) OVER neighbours AS following
                FROM offset_blocks b
                LEFT JOIN (VALUES \(values)) AS committed(_partition, first, next)
                    ON b._partition = committed._partition
                WINDOW neighbours AS (PARTITION BY b._partition ORDER BY block)) placed
            WHERE present <> \(database.dialect.allBits) OR first IS NULL OR block * 64 < first
                OR block * 64 + 64 > next OR previous IS NULL OR previous <> block - 1 OR following IS NULL\(lost)
            ORDER BY _partition, block
            """
    }

    private func contiguityCheck(_ audits: [(key: Int32, value: OffsetAudit)]) -> VerificationResult.Check {
        let missing = audits.reduce(Int64(0)) { $0 + $1.value.missing }
        let examples = audits.flatMap { number, audit in
            audit.gaps.map { gap in
                let last = gap.upperBound - 1
                return gap.count == 1
                    ? "partition \(number): offset \(last) is missing"
                    : "partition \(number): offsets \(gap.lowerBound)…\(last) are missing (\(gap.count))"
            }
        }
        let scope = "of \(input.partitions.count) partitions"
        if input.allowsGaps {
            return check(
                "offsets_contiguous", faults: 0, "\(missing) offsets \(scope) are missing, which this log allows",
                examples: Array(examples.prefix(exampleLimit)))
        }
        return check(
            "offsets_contiguous", faults: missing,
            "\(missing) offsets \(scope) are missing between the first and the next",
            examples: Array(examples.prefix(exampleLimit)))
    }

    private func rangeCheck(_ audits: [(key: Int32, value: OffsetAudit)]) throws -> VerificationResult.Check {
        let invalid = try rows(
            """
            SELECT count(*) FROM (
                SELECT _partition, _offset FROM transactions UNION ALL SELECT _partition, _offset FROM rejected)
            WHERE _offset IS NULL OR _offset < 0 OR _partition IS NULL
            """
        ).first?.int64(0)
        let faults = audits.reduce(invalid ?? 0) { $0 + $1.value.outside }
        let examples = audits.flatMap { number, audit in
            audit.outsideExamples.map { "partition \(number): offset \($0) was not committed" }
        }
        return check(
            "offsets_committed", faults: faults, "\(faults) messages lie outside the committed offsets",
            examples: Array(examples.prefix(exampleLimit)))
    }

    private func uniquenessCheck() throws -> VerificationResult.Check {
        let duplicates =
            try rows("SELECT sum(messages - bit_count(present)) FROM offset_blocks").first?.int64(0) ?? 0
        guard duplicates > 0 else { return check("offsets_unique", faults: 0, "no offset occurs twice") }
        let block = database.dialect.block(ofOffset: "_offset")
        let examples = try rows(
            """
            SELECT _partition, _offset, count(*) FROM (
                SELECT _partition, \(block) AS block, _offset FROM transactions
                UNION ALL SELECT _partition, \(block) AS block, _offset FROM rejected) numbered
            SEMI JOIN (
                SELECT _partition, block FROM offset_blocks WHERE messages > bit_count(present)
                ORDER BY _partition, block LIMIT \(exampleLimit)) crowded USING (_partition, block)
            GROUP BY _partition, _offset HAVING count(*) > 1 ORDER BY _partition, _offset LIMIT \(exampleLimit)
            """
        ).map { "partition \($0.integer(0)): offset \($0.integer(1)) occurs \($0.integer(2)) times" }
        return check(
            "offsets_unique", faults: duplicates, "\(duplicates) messages repeat the offset of another",
            examples: examples)
    }
}
