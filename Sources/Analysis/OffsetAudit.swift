/// Finds the offsets that are missing from a partition, or that it should not have, from a summary of its blocks of 64 offsets.
///
/// Blocks come in ascending order. Complete ones inside the committed range may be left out, as long as the next one that is
/// given names its predecessor, and the last block of a partition is given.
struct OffsetAudit {
    /// How many offsets a block covers: the bits of `Block.present`.
    static let blockSize: Int64 = 64

    /// A summary of the offsets `64 × number ..< 64 × (number + 1)`.
    struct Block {
        var number: Int64
        /// The number of the nearest earlier block that has any offset; nil for a partition's first.
        var previous: Int64?
        /// Bit `i` is set if the offset `64 × number + i` is there, once or more often.
        var present: UInt64
    }

    private let partition: VerificationInput.Partition
    private let exampleLimit: Int
    private var expected: Int64
    private var open: Range<Int64>?

    /// How many offsets are missing.
    private(set) var missing: Int64 = 0
    /// How many offsets lie outside the committed range.
    private(set) var outside: Int64 = 0
    /// The first missing ranges.
    private(set) var gaps: [Range<Int64>] = []
    /// The first offsets outside the committed range.
    private(set) var outsideExamples: [Int64] = []

    init(partition: VerificationInput.Partition, exampleLimit: Int) {
        self.partition = partition
        self.exampleLimit = exampleLimit
        expected = partition.firstOffset
    }

    mutating func add(_ block: Block) {
        let start = block.number * Self.blockSize
        if let previous = block.previous {
            expected = max(expected, (previous + 1) * Self.blockSize)
        }
        miss(expected, start)
        for bit in 0..<Self.blockSize {
            let offset = start + bit
            let isPresent = block.present >> UInt64(bit) & 1 == 1
            let isExpected =
                partition.firstOffset..<max(partition.firstOffset, partition.nextOffset) ~= offset
                && !partition.lost.contains { $0.contains(offset) }
            if isPresent, !isExpected {
                outside += 1
                if outsideExamples.count < exampleLimit { outsideExamples.append(offset) }
            } else if !isPresent, isExpected {
                miss(offset, offset + 1)
            }
        }
        expected = max(expected, start + Self.blockSize)
    }

    mutating func finish() {
        miss(expected, partition.nextOffset)
        closeGap()
    }

    /// Notes that nothing is there in a range, as far as something should be.
    private mutating func miss(_ from: Int64, _ to: Int64) {
        var from = max(from, partition.firstOffset)
        let to = min(to, partition.nextOffset)
        for lost in partition.lost where lost.upperBound > from && lost.lowerBound < to {
            missExpected(from, lost.lowerBound)
            from = lost.upperBound
        }
        missExpected(from, to)
    }

    private mutating func missExpected(_ from: Int64, _ to: Int64) {
        guard from < to else { return }
        missing += to - from
        if let gap = open, gap.upperBound == from {
            open = gap.lowerBound..<to
        } else {
            closeGap()
            open = from..<to
        }
    }

    private mutating func closeGap() {
        guard let gap = open else { return }
        if gaps.count < exampleLimit { gaps.append(gap) }
        open = nil
    }
}
