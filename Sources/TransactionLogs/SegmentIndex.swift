internal import Checksum

/// Where some of a segment's records begin: one about every 256 KiB, so that a reader finds any offset at once.
///
/// It lies beside the segment with the extension `index`: entries of 12 bytes, each an offset less the segment's first
/// one (4 bytes), a position in the file (4) and a CRC-32C of both that continues from the segment's first offset. A
/// reader trusts an entry only by its checksum and does without the rest if one is damaged; a writer makes the file
/// again when it opens the segment.
struct SegmentIndex: Sendable {
    /// Bytes between two entries, at least.
    static let interval = 256 << 10
    static let entryBytes = 12

    let base: Int64
    private(set) var bytes: [UInt8] = []
    private var lastPosition = SegmentFormat.headerBytes

    /// An index without entries.
    init(base: Int64) {
        self.base = base
    }

    /// The entries at the beginning of a file's content that are intact.
    init(base: Int64, decoding content: [UInt8]) {
        self.base = base
        var index = 0
        while index + Self.entryBytes <= content.count {
            guard
                CRC32C.checksum(content, index..<index + 8, seed: seed)
                    == LittleEndian.load(from: content, at: index + 8)
            else { break }
            index += Self.entryBytes
        }
        bytes = Array(content[..<index])
    }

    private var seed: UInt32 { UInt32(truncatingIfNeeded: base &* 0x9E37_79B9) }

    var count: Int { bytes.count / Self.entryBytes }

    /// Notes where a record begins, if the last note is far enough behind.
    @inline(__always)
    mutating func note(offset: Int64, position: Int) {
        if position - lastPosition >= Self.interval { append(offset: offset, position: position) }
    }

    private mutating func append(offset: Int64, position: Int) {
        let start = bytes.count
        LittleEndian.append(UInt32(offset - base), to: &bytes)
        LittleEndian.append(UInt32(position), to: &bytes)
        LittleEndian.append(CRC32C.checksum(bytes, start..<start + 8, seed: seed), to: &bytes)
        lastPosition = position
    }

    /// Forgets the last entries.
    mutating func truncate(to count: Int) {
        bytes.removeLast(bytes.count - count * Self.entryBytes)
        lastPosition = count == 0 ? SegmentFormat.headerBytes : entry(count - 1).position
    }

    /// The noted record nearest before or at an offset; the segment's first record if none is.
    func start(for offset: Int64) -> (offset: Int64, position: Int) {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if entry(middle).offset <= offset { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? (base, SegmentFormat.headerBytes) : entry(low - 1)
    }

    private func entry(_ number: Int) -> (offset: Int64, position: Int) {
        let index = number * Self.entryBytes
        return (
            base + Int64(LittleEndian.load(UInt32.self, from: bytes, at: index)),
            Int(LittleEndian.load(UInt32.self, from: bytes, at: index + 4))
        )
    }
}
