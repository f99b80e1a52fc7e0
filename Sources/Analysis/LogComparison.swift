/// Finds the offsets of a partition that a log has and a lake has not, and the other way round, from blocks of 64 offsets in
/// ascending order. Offsets that neither has are of no interest: a log may have gaps.
struct LogComparison {
    private let partition: Int32
    private let range: Range<Int64>
    private let exampleLimit: Int

    /// How many messages the log has in the range.
    private(set) var messages: Int64 = 0
    /// How many of them the lake does not have.
    private(set) var missing: Int64 = 0
    /// How many messages the lake has that the log does not.
    private(set) var invented: Int64 = 0
    /// The first of both kinds, in words.
    private(set) var examples: [String] = []

    /// A comparison of the offsets in a range; others are left out.
    init(partition: Int32, range: Range<Int64>, exampleLimit: Int) {
        self.partition = partition
        self.range = range
        self.exampleLimit = exampleLimit
    }

    /// Takes a block: bit `i` stands for the offset `64 × number + i`.
    mutating func add(_ number: Int64, log: UInt64, lake: UInt64) {
        let start = number * OffsetAudit.blockSize
        let mask = Self.bits(from: range.lowerBound - start) & ~Self.bits(from: range.upperBound - start)
        let log = log & mask
        let lake = lake & mask
        messages += Int64(log.nonzeroBitCount)
        guard log != lake else { return }
        missing += Int64((log & ~lake).nonzeroBitCount)
        invented += Int64((lake & ~log).nonzeroBitCount)
        for bit in 0..<OffsetAudit.blockSize where examples.count < exampleLimit {
            guard (log ^ lake) >> UInt64(bit) & 1 == 1 else { continue }
            let isMissing = log >> UInt64(bit) & 1 == 1
            examples.append(
                "partition \(partition): offset \(start + bit) is \(isMissing ? "missing in the lake" : "not in the log")"
            )
        }
    }

    /// The bits from a place on, which may lie outside of the block.
    private static func bits(from bit: Int64) -> UInt64 {
        bit <= 0 ? .max : bit >= OffsetAudit.blockSize ? 0 : .max << UInt64(bit)
    }
}
