internal import System

/// The part of a segment that is being read: bytes from the file, of which the first have not been used yet.
///
/// Its size stays what it is, but for a record that doesn't fit, for which it grows.
struct RecordBuffer {
    /// What stands at an index of the buffer.
    enum Content {
        /// An intact record of so many bytes, header included.
        case record(bytes: Int)
        /// The beginning of a record, or nothing.
        case incomplete
        /// A length that no record has.
        case impossibleLength
        /// A record whose checksum is another one.
        case wrongChecksum
    }

    private(set) var bytes: [UInt8]
    /// The bytes that have been read and not used.
    private(set) var unused: Range<Int> = 0..<0
    /// Where in the file the unused bytes begin.
    private(set) var position: Int64
    private let maximumRecordBytes: Int

    init(capacity: Int, position: Int64, maximumRecordBytes: Int) {
        bytes = [UInt8](repeating: 0, count: capacity)
        self.position = position
        self.maximumRecordBytes = maximumRecordBytes
    }

    /// Where in the file the buffer ends.
    var readTo: Int64 { position + Int64(unused.count) }

    /// Starts again at a position of (another) file.
    mutating func restart(at position: Int64) {
        unused = 0..<0
        self.position = position
    }

    /// Marks bytes as used.
    mutating func consume(_ count: Int) {
        unused = unused.lowerBound + count..<unused.upperBound
        position += Int64(count)
    }

    /// What stands at an index, `bytes` being the buffer's bytes.
    @inline(__always)
    func content(of bytes: RawSpan, at index: Int) -> Content {
        let available = unused.upperBound - index
        guard available >= RecordFormat.headerBytes else { return .incomplete }
        let recordBytes = RecordFormat.recordBytes(in: bytes, at: index)
        guard recordBytes <= RecordFormat.headerBytes + maximumRecordBytes else { return .impossibleLength }
        guard recordBytes <= available else { return .incomplete }
        return RecordFormat.isIntact(in: bytes, at: index, recordBytes: recordBytes)
            ? .record(bytes: recordBytes) : .wrongChecksum
    }

    /// What stands at the first unused byte.
    var first: Content { content(of: unsafe bytes.span.bytes, at: unused.lowerBound) }

    /// Reads more of the file behind what is there.
    ///
    /// - Parameter limit: the position in the file where reading ends.
    /// - Returns: whether any bytes came.
    mutating func fill(limit: Int64, read: (inout [UInt8], Range<Int>, Int64) throws(SystemError) -> Int)
        throws(SystemError) -> Bool
    {
        makeRoom()
        let room = min(bytes.count - unused.upperBound, Int(max(0, limit - readTo)))
        let count = try read(&bytes, unused.upperBound..<unused.upperBound + room, readTo)
        unused = unused.lowerBound..<unused.upperBound + count
        return count > 0
    }

    private mutating func makeRoom() {
        if unused.lowerBound > 0 {
            unsafe bytes.withUnsafeMutableBytes { bytes in
                let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[unused])
                unsafe bytes.copyMemory(from: rest)
            }
            unused = 0..<unused.count
        }
        guard unused.count >= RecordFormat.headerBytes else { return }
        let needed = RecordFormat.recordBytes(in: unsafe bytes.span.bytes, at: 0)
        if needed > bytes.count, needed <= RecordFormat.headerBytes + maximumRecordBytes {
            bytes.append(contentsOf: repeatElement(0, count: needed - bytes.count))
        }
    }
}
