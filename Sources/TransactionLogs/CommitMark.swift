internal import Checksum

/// Where every partition's durable records end. It is the truth about the log: what lies before the mark is
/// acknowledged, and damage if it can't be read; what lies behind it was never acknowledged, and a torn write if it
/// can't be read.
///
/// The file `committed` has two places for a mark, written in turn, each only after the records that it counts are
/// durable. A torn write of one leaves the other.
struct CommitMark: Sendable, Hashable {
    /// The end of one partition.
    struct End: Sendable, Hashable {
        /// The offset that the next record gets.
        var offset: Int64
        /// The first offset of the segment that the next record goes into, unless it is full.
        var segment: Int64
        /// The bytes of that segment.
        var length: Int64
    }

    /// The ends of all partitions.
    var ends: [End]

    /// Grows with every commit, and is the same for the same records, however they were grouped.
    var sequence: Int64 { ends.reduce(0) { $0 + $1.offset } }

    private static let magic: UInt64 = 0x4D4F_434B_554F_5301
    private static let headerBytes = 24
    private static let endBytes = 24

    /// Bytes from one place to the next: whole pages, so that no write touches both.
    static func slotBytes(partitions: Int32) -> Int {
        (headerBytes + Int(partitions) * endBytes + 4 + 4095) / 4096 * 4096
    }

    /// The content of one place.
    func encoded() -> [UInt8] {
        var bytes: [UInt8] = []
        LittleEndian.append(Self.magic, to: &bytes)
        LittleEndian.append(sequence, to: &bytes)
        LittleEndian.append(UInt64(ends.count), to: &bytes)
        for end in ends {
            LittleEndian.append(end.offset, to: &bytes)
            LittleEndian.append(end.segment, to: &bytes)
            LittleEndian.append(end.length, to: &bytes)
        }
        LittleEndian.append(CRC32C.checksum(bytes), to: &bytes)
        bytes.append(contentsOf: repeatElement(0, count: Self.slotBytes(partitions: Int32(ends.count)) - bytes.count))
        return bytes
    }

    /// A mark of the given ends.
    init(ends: [End]) {
        self.ends = ends
    }

    /// The mark in one place of the file's content; nil if it is not intact.
    init?(decoding content: [UInt8], slot: Int, partitions: Int32) {
        let start = slot * Self.slotBytes(partitions: partitions)
        let checked = Self.headerBytes + Int(partitions) * Self.endBytes
        guard content.count >= start + checked + 4,
            LittleEndian.load(from: content, at: start) == Self.magic,
            LittleEndian.load(from: content, at: start + 16) == UInt64(partitions),
            CRC32C.checksum(content, start..<start + checked)
                == LittleEndian.load(UInt32.self, from: content, at: start + checked)
        else { return nil }
        ends = (0..<Int(partitions)).map { partition in
            let index = start + Self.headerBytes + partition * Self.endBytes
            return End(
                offset: LittleEndian.load(from: content, at: index),
                segment: LittleEndian.load(from: content, at: index + 8),
                length: LittleEndian.load(from: content, at: index + 16))
        }
    }

    /// The newer of the marks in a file's content, and the place of the older one; nil if neither is intact.
    static func newest(in content: [UInt8], partitions: Int32) -> (mark: CommitMark, olderSlot: Int)? {
        let first = CommitMark(decoding: content, slot: 0, partitions: partitions)
        let second = CommitMark(decoding: content, slot: 1, partitions: partitions)
        switch (first, second) {
        case (let first?, let second?): return first.sequence >= second.sequence ? (first, 1) : (second, 0)
        case (let first?, nil): return (first, 1)
        case (nil, let second?): return (second, 0)
        case (nil, nil): return nil
        }
    }
}
