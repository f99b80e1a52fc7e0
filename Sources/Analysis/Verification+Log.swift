extension Verification {
    /// How many offsets the comparison with a log goes through at the most.
    ///
    /// - Throws: what the log throws.
    public func offsetsToCompare(with log: any LogOffsets) throws -> Int64 {
        try input.partitions.reduce(0) { sum, partition in
            sum + Int64(try compared(partition, with: log)?.count ?? 0)
        }
    }

    /// Holds the lake's messages against the log's, one by one: every message that the log still has, up to the committed
    /// offsets, must be in the lake, and no other.
    ///
    /// - Parameter progress: is told how many offsets of the log were gone through since the last call.
    /// - Throws: `AnalysisError`, and what the log throws.
    public func compare(
        with log: any LogOffsets, progress: (Int64) -> Void = { _ in }
    ) throws -> VerificationResult.Check {
        try database.run("comparing the lake with the log") {
            try createOffsetBlocks()
            var messages: Int64 = 0
            var missing: Int64 = 0
            var invented: Int64 = 0
            var examples: [String] = []
            for partition in input.partitions {
                guard let range = try compared(partition, with: log) else {
                    examples.append("partition \(partition.partition): the log does not have it")
                    missing += 1
                    continue
                }
                let comparison = try compare(partition, in: range, with: log, progress: progress)
                messages += comparison.messages
                missing += comparison.missing
                invented += comparison.invented
                examples += comparison.examples
            }
            let detail =
                missing + invented == 0
                ? "the \(messages) messages that the log still has up to the committed offsets are in the lake, and no others"
                : "of \(messages) messages of the log \(missing) are missing, and \(invented) of the lake are not in the log"
            return check(
                "log_messages", faults: missing + invented, detail, examples: Array(examples.prefix(exampleLimit)))
        }
    }

    /// The offsets that both can have: what retention has removed since can't be compared.
    private func compared(
        _ partition: VerificationInput.Partition, with log: any LogOffsets
    ) throws -> Range<Int64>? {
        guard let offsets = try log.range(of: partition.partition) else {
            return partition.nextOffset > partition.firstOffset ? nil : 0..<0
        }
        let end = min(partition.nextOffset, offsets.upperBound)
        return min(end, max(partition.firstOffset, offsets.lowerBound))..<end
    }

    private func compare(
        _ partition: VerificationInput.Partition, in range: Range<Int64>, with log: any LogOffsets,
        progress: (Int64) -> Void
    ) throws -> LogComparison {
        var comparison = LogComparison(
            partition: partition.partition, range: range, exampleLimit: exampleLimit)
        guard !range.isEmpty else { return comparison }
        var lake = try LakeBlocks(of: partition.partition, in: range, database)
        var number = range.lowerBound >> 6
        var bits: UInt64 = 0
        var position = range.lowerBound
        try log.read(partition.partition, in: range) { offsets in
            for offset in offsets {
                if offset >> 6 != number {
                    try lake.compare(number, bits, &comparison)
                    number = offset >> 6
                    bits = 0
                }
                bits |= 1 << UInt64(offset & 63)
            }
            guard let last = offsets.last else { return }
            progress(last + 1 - position)
            position = last + 1
        }
        try lake.compare(number, bits, &comparison)
        try lake.compareRest(&comparison)
        progress(range.upperBound - position)
        return comparison
    }

    /// The blocks of a partition's offsets in the lake, one after the other.
    private struct LakeBlocks {
        private let rows: any ResultRows
        private var next: (number: Int64, present: UInt64)?

        init(of partition: Int32, in range: Range<Int64>, _ database: any SQLDatabase) throws {
            rows = try database.rows(
                of: """
                    SELECT block, present FROM offset_blocks
                    WHERE _partition = \(partition)
                        AND block BETWEEN \(range.lowerBound >> 6) AND \((range.upperBound - 1) >> 6)
                    ORDER BY block
                    """)
            try advance()
        }

        /// Takes a block of the log, and the lake's own blocks before it.
        mutating func compare(_ number: Int64, _ log: UInt64, _ comparison: inout LogComparison) throws {
            while let block = next, block.number < number {
                comparison.add(block.number, log: 0, lake: block.present)
                try advance()
            }
            guard let block = next, block.number == number else {
                return comparison.add(number, log: log, lake: 0)
            }
            comparison.add(number, log: log, lake: block.present)
            try advance()
        }

        /// Takes the lake's blocks behind the last of the log.
        mutating func compareRest(_ comparison: inout LogComparison) throws {
            while let block = next {
                comparison.add(block.number, log: 0, lake: block.present)
                try advance()
            }
        }

        private mutating func advance() throws {
            next = try rows.next().map { ($0.int64(0), UInt64(truncatingIfNeeded: $0.integer(1))) }
        }
    }
}
