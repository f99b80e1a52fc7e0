/// A set of offsets of a stretch, a bit for each.
struct OffsetBits: Sendable {
    /// How many offsets a block has: those whose content is summed up together.
    static let blockSize: Int64 = 1_024
    private static let wordsPerBlock = 16

    private let base: Int64
    private var words: [UInt64]

    /// None of a range.
    init(_ range: Range<Int64>) {
        base = range.lowerBound & ~(Self.blockSize - 1)
        let blocks = (range.upperBound - base + Self.blockSize - 1) / Self.blockSize
        words = [UInt64](repeating: 0, count: Int(blocks) * Self.wordsPerBlock)
    }

    /// How many blocks the range has.
    var blockCount: Int { words.count / Self.wordsPerBlock }

    /// The number of the block that an offset of the range is in.
    func block(of offset: Int64) -> Int { Int((offset - base) / Self.blockSize) }

    /// The offsets of a block, those outside of the range included.
    func offsets(of block: Int) -> Range<Int64> {
        let start = base + Int64(block) * Self.blockSize
        return start..<start + Self.blockSize
    }

    /// Adds an offset of the range.
    ///
    /// - Returns: whether it is new.
    @discardableResult
    mutating func insert(_ offset: Int64) -> Bool {
        let (word, bit) = place(of: offset)
        defer { words[word] |= bit }
        return words[word] & bit == 0
    }

    /// Whether an offset of the range is in the set.
    func contains(_ offset: Int64) -> Bool {
        let (word, bit) = place(of: offset)
        return words[word] & bit != 0
    }

    /// How many offsets there are.
    var count: Int64 { words.reduce(0) { $0 + Int64($1.nonzeroBitCount) } }

    /// How many offsets of a block the set has and another one of the same range has not.
    func missing(from other: OffsetBits, inBlock block: Int) -> Int64 {
        (block * Self.wordsPerBlock..<(block + 1) * Self.wordsPerBlock).reduce(0) { sum, word in
            sum + Int64((words[word] & ~other.words[word]).nonzeroBitCount)
        }
    }

    private func place(of offset: Int64) -> (word: Int, bit: UInt64) {
        let index = Int(offset - base)
        return (index >> 6, 1 << UInt64(index & 63))
    }
}

/// What one side, a log or a lake, has of a stretch of offsets: which of them, and a sum of its messages' digests for each block.
/// Sums don't depend on the order in which messages come.
struct OffsetContent: Sendable {
    private(set) var present: OffsetBits
    private(set) var sums: [UInt128]

    /// Nothing of a range.
    init(_ range: Range<Int64>) {
        present = OffsetBits(range)
        sums = [UInt128](repeating: 0, count: present.blockCount)
    }

    /// Adds a message.
    ///
    /// - Parameter digest: nil for one whose content is of no interest.
    mutating func add(_ offset: Int64, _ digest: UInt128?) {
        present.insert(offset)
        guard let digest else { return }
        sums[present.block(of: offset)] &+= digest
    }
}

/// A range of a partition's offsets that is compared at once.
final class Stretch: Sendable {
    let partition: Int32
    let range: Range<Int64>
    /// What the log has.
    let log: Exclusive<OffsetContent>
    /// What the lake has; of its content that alone which the log has too.
    let lake: Exclusive<OffsetContent>
    /// The messages that the lake rejected because their time lay in the future when they were read: what the clock said then
    /// is not known any more.
    let judgedByClock: Exclusive<OffsetBits>

    init(_ partition: Int32, _ range: Range<Int64>) {
        self.partition = partition
        self.range = range
        log = Exclusive(OffsetContent(range))
        lake = Exclusive(OffsetContent(range))
        judgedByClock = Exclusive(OffsetBits(range))
    }
}
