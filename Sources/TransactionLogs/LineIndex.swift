internal import Checksum
internal import System

/// Where the lines of a growing file begin: one in many, and how far it has been counted, with the checksum of all bytes until
/// there.
struct LineIndex: Sendable {
    /// Bytes between two remembered lines, at least.
    static let interval: Int64 = 1 << 20

    /// The beginning of a line.
    struct Entry: Sendable, Hashable {
        var line: Int64
        var position: Int64
        /// The CRC-32C of all bytes before it.
        var checksum: UInt32
    }

    /// The bytes before `searched`, as far as they are kept to see whether the file is still the same.
    struct Tail: Sendable, Hashable {
        static let length: Int64 = 4_096

        var bytes: Range<Int64>
        var checksum: UInt32
    }

    /// Remembered beginnings, ascending; the first is that of the file.
    private var entries = [Entry(line: 0, position: 0, checksum: 0)]
    /// The number of the line behind the last one that has ended, and where it begins.
    private(set) var end: (line: Int64, position: Int64) = (0, 0)
    /// How far the file was searched for the end of that line.
    private(set) var searched: Int64 = 0
    /// The checksum of the bytes up to `searched`.
    private var checksum = CRC32C()
    /// What stood before `searched` when it was searched.
    var tail = Tail(bytes: 0..<0, checksum: 0)

    /// Counts the lines that end in the next bytes of the file.
    mutating func take(_ bytes: RawSpan) {
        var summed = 0
        var next = 0
        while let found = ByteSearch.firstIndex(of: UInt8(ascii: "\n"), in: bytes, from: next) {
            next = found + 1
            end = (end.line + 1, searched + Int64(next))
            guard let last = entries.last, end.position - last.position >= Self.interval else { continue }
            checksum.update(bytes.extracting(summed..<next))
            summed = next
            entries.append(Entry(line: end.line, position: end.position, checksum: checksum.value))
        }
        checksum.update(bytes.extracting(summed..<bytes.byteCount))
        searched += Int64(bytes.byteCount)
    }

    /// The remembered beginning nearest before or at a line.
    func start(for line: Int64) -> Entry { last { $0.line <= line } }

    /// The remembered beginning nearest before or at a position of the file.
    func start(before position: Int64) -> Entry { last { $0.position <= position } }

    private func last(where isBefore: (Entry) -> Bool) -> Entry {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if isBefore(entries[middle]) { low = middle + 1 } else { high = middle }
        }
        return entries[low - 1]
    }
}
