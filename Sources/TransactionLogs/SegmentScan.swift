internal import System

/// Walks through a segment's records and checks each, to find where the good ones end.
struct SegmentScan {
    /// Where in the file the last good record ends.
    private(set) var length: Int64
    /// The offset behind the last good record.
    private(set) var offset: Int64
    /// The index of the good records.
    private(set) var index: SegmentIndex

    /// Scans a segment from its first record to the first that is not good, or to the file's end.
    ///
    /// - Returns: nil if there is no such file, or its header is not that of this segment.
    static func run(path: String, partition: Int32, base: Int64, maximumRecordBytes: Int) throws(SystemError)
        -> SegmentScan?
    {
        guard let attributes = try Files.attributes(of: path), !attributes.isDirectory else { return nil }
        let file = try FileDescriptor(opening: path)
        var header = [UInt8](repeating: 0, count: SegmentFormat.headerBytes)
        let count = try file.read(into: &header, 0..<header.count, at: 0)
        guard count == header.count, header == SegmentFormat.header(partition: partition, base: base) else {
            return nil
        }
        var scan = SegmentScan(length: Int64(header.count), offset: base, index: SegmentIndex(base: base))
        var buffer = RecordBuffer(
            capacity: 1 << 20, position: scan.length, maximumRecordBytes: maximumRecordBytes)
        repeat {
            scan.take(from: &buffer)
        } while try buffer.fill(limit: .max) { bytes, part, position throws(SystemError) in
            try file.read(into: &bytes, part, at: position)
        }
        return scan
    }

    private mutating func take(from buffer: inout RecordBuffer) {
        while case .record(let bytes) = buffer.first {
            index.note(offset: offset, position: Int(length))
            offset += 1
            length += Int64(bytes)
            buffer.consume(bytes)
        }
    }
}
