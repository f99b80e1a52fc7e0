import Testing

@testable import Analysis

@Suite struct LogComparisonTests {
    /// A log that is a set of offsets in each partition, handed over in pieces of any size.
    private struct SetLog: LogOffsets {
        var offsets: [Int32: Set<Int64>]
        var ranges: [Int32: Range<Int64>]
        var seed: UInt64 = 1

        func range(of partition: Int32) -> Range<Int64>? { ranges[partition] }

        func read(_ partition: Int32, in range: Range<Int64>, _ body: ([Int64]) throws -> Void) throws {
            var random = SeededGenerator(seed: seed)
            var rest = (offsets[partition] ?? []).filter(range.contains).sorted()[...]
            while !rest.isEmpty {
                let count = Int.random(in: 1...rest.count, using: &random)
                try body(Array(rest.prefix(count)))
                rest = rest.dropFirst(count)
            }
        }
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `differences are found in any range of blocks`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let first = Int64.random(in: 0..<200, using: &random)
        let range = first..<first + Int64.random(in: 0..<400, using: &random)
        var log: Set<Int64> = []
        var lake: Set<Int64> = []
        for offset in Int64(0)..<700 {
            let kind = Int.random(in: 0..<20, using: &random)
            if kind > 0 { log.insert(offset) }
            if kind > 1, kind < 19 || seed % 2 == 0 { lake.insert(offset) }
            if kind == 0, seed % 3 == 0 { lake.insert(offset) }
        }
        var comparison = LogComparison(partition: 4, range: range, exampleLimit: 3)
        func bits(_ offsets: Set<Int64>, _ number: Int64) -> UInt64 {
            (0..<64).reduce(UInt64(0)) { $0 | (offsets.contains(number * 64 + $1) ? 1 << UInt64($1) : 0) }
        }
        for number in Int64(0)..<11 { comparison.add(number, log: bits(log, number), lake: bits(lake, number)) }
        log = log.filter(range.contains)
        lake = lake.filter(range.contains)
        #expect(comparison.messages == log.count)
        #expect(comparison.missing == log.subtracting(lake).count)
        #expect(comparison.invented == lake.subtracting(log).count)
        let examples = log.symmetricDifference(lake).sorted().prefix(3).map { offset in
            "partition 4: offset \(offset) is \(log.contains(offset) ? "missing in the lake" : "not in the log")"
        }
        #expect(comparison.examples == examples)
    }

    /// Compares a right lake with a log that holds what the lake does, after both were changed.
    private func compare(
        _ change: (inout SetLog, inout ReferencePipeline.Rows) -> Void
    ) throws -> (check: VerificationResult.Check, seen: Int64, total: Int64) {
        let pipeline = ReferencePipeline(seed: 3)
        var rows = ReferencePipeline.Rows(sales: pipeline.sales, rejected: pipeline.rejected)
        var log = SetLog(offsets: rows.offsets, ranges: [:])
        for partition in pipeline.input.partitions {
            log.ranges[partition.partition] = partition.firstOffset..<partition.nextOffset
        }
        change(&log, &rows)
        var answer: (check: VerificationResult.Check, seen: Int64, total: Int64)?
        try withTestLake { lake in
            try lake.write(rows.sales)
            try lake.write(rows.rejected)
            let verification = Verification(database: try lake.database(), input: pipeline.input)
            var seen: Int64 = 0
            let check = try verification.compare(with: log) { seen += $0 }
            answer = (check, seen, try verification.offsetsToCompare(with: log))
        }
        return try #require(answer)
    }

    @Test func `a lake that holds what the log holds passes, and the progress ends at the total`() throws {
        for seed in UInt64(0)..<5 {
            let (check, seen, total) = try compare { log, _ in log.seed = seed }
            #expect(check.passed && check.name == "log_messages", "\(check)")
            #expect(seen == total && total > 100)
        }
    }

    @Test func `what the log has and the lake has not is missing`() throws {
        let (check, _, _) = try compare { _, rows in
            rows.sales.removeAll { $0.partition == 1 && $0.offset == 200 }
        }
        #expect(!check.passed)
        #expect(check.examples == ["partition 1: offset 200 is missing in the lake"])
    }

    @Test func `what the lake has and the log has not is invented`() throws {
        let (check, _, _) = try compare { log, _ in log.offsets[0]?.remove(150) }
        #expect(check.examples == ["partition 0: offset 150 is not in the log"])
        let (missing, _, _) = try compare { log, _ in log.ranges[0] = nil }
        #expect(missing.examples.contains("partition 0: the log does not have it") && !missing.passed)
    }

    @Test func `gaps that both have, what retention has removed and what is not read yet are right`() throws {
        let (check, seen, total) = try compare { log, rows in
            rows.sales.removeAll { $0.partition == 0 && (100..<260).contains($0.offset) }
            rows.rejected.removeAll { $0.partition == 0 && (100..<260).contains($0.offset) }
            log.offsets[0]?.subtract(100..<260)
            let kept = (log.ranges[1]?.lowerBound ?? 0) + 77
            log.offsets[1] = log.offsets[1]?.filter { $0 >= kept }
            log.ranges[1] = kept..<(log.ranges[1]?.upperBound ?? 0) + 50
            for more in log.ranges[1]?.suffix(50) ?? 0..<0 { log.offsets[1]?.insert(more) }
        }
        #expect(check.passed, "\(check)")
        #expect(seen == total)
    }
}

extension ReferencePipeline {
    /// What a lake holds of messages.
    fileprivate struct Rows {
        var sales: [Sale]
        var rejected: [RejectedRow]

        var offsets: [Int32: Set<Int64>] {
            var offsets: [Int32: Set<Int64>] = [:]
            for sale in sales { offsets[sale.partition, default: []].insert(sale.offset) }
            for row in rejected { offsets[row.partition, default: []].insert(row.offset) }
            return offsets
        }
    }
}
