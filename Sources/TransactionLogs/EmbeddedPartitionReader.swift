/// Reads a partition of the embedded log through a buffer of bounded size. Used by one thread at a time.
final class EmbeddedPartitionReader: PartitionReader {
    static let bufferBytes = 1 << 20
    private static let batchLimit = 65_536

    private(set) var position: Int64
    private let partition: Int32
    private let directory: String
    private let log: EmbeddedLog
    private var end: CommitMark.End
    /// Nil until it is opened, after an error and after `close`.
    private var segment: SegmentReader?
    private var buffer: RecordBuffer
    private var records = RecordList()
    private var isClosed = false

    init(of partition: Int32, in log: EmbeddedLog, from offset: Int64) throws {
        self.partition = partition
        self.log = log
        directory = PartitionWriter.directory(of: partition, in: log.directory)
        position = offset
        end = try log.end(of: partition)
        buffer = RecordBuffer(
            capacity: Self.bufferBytes, position: 0, maximumRecordBytes: log.layout.maximumRecordBytes)
        guard offset <= end.offset else {
            throw TransactionLogError(
                .offsetOutOfRange,
                "partition \(partition) of the log \(log.directory) ends at offset \(end.offset), and reading was to "
                    + "begin at \(offset); is it another log, or an older copy of it?")
        }
        try seek()
    }

    func read(limit: Int, _ body: (borrowing RecordBatch) throws -> Void) throws -> Int {
        guard limit > 0, !isClosed else { return 0 }
        if segment == nil { try seek() }
        while true {
            let count = try deliver(limit: min(limit, Self.batchLimit), body)
            if count > 0 { return count }
            guard try advance() else { return 0 }
        }
    }

    func close() {
        isClosed = true
        segment = nil
        buffer = RecordBuffer(capacity: 0, position: 0, maximumRecordBytes: 0)
        records = RecordList()
    }

    /// Hands over the whole records in the buffer.
    private func deliver(limit: Int, _ body: (borrowing RecordBatch) throws -> Void) throws -> Int {
        records.removeAll()
        let bytes = buffer.bytes
        // The records point into the buffer, which stays where it is while it is lent.
        let used = try unsafe bytes.withUnsafeBytes { bytes in
            let used = try unsafe collect(limit: limit, from: bytes)
            try records.lend(to: body)
            return used
        }
        buffer.consume(used)
        position += Int64(records.count)
        return records.count
    }

    private func collect(limit: Int, from bytes: UnsafeRawBufferPointer) throws(TransactionLogError) -> Int {
        let span = unsafe RawSpan(_unsafeBytes: bytes)
        let start = buffer.unused.lowerBound
        var index = start
        var count = 0
        while count < limit {
            switch buffer.content(of: span, at: index) {
            case .record(let length):
                let payload = index + RecordFormat.headerBytes..<index + length
                unsafe records.append(offset: position + Int64(count), payload: payload, of: bytes)
                index += length
                count += 1
                continue
            case .incomplete:
                break
            case .impossibleLength where count == 0:
                throw damage("has a length that no record has")
            case .wrongChecksum where count == 0:
                throw damage("doesn't match its checksum")
            case .impossibleLength, .wrongChecksum:
                // The good records before it first; the next call stops at it.
                break
            }
            break
        }
        return index - start
    }

    /// Gets more bytes into the buffer.
    ///
    /// - Returns: false at the end of the log.
    private func advance() throws -> Bool {
        if position == end.offset {
            let newer = try log.end(of: partition)
            guard newer.offset > position else { return false }
            end = newer
        }
        guard let base = segment?.base else { return false }
        guard base <= end.segment else {
            throw damage("lies behind the log's end (offset \(end.offset)): the log was replaced by another one")
        }
        if try fill() { return true }
        guard buffer.unused.isEmpty else { throw damage("is cut off") }
        guard base < end.segment else { throw damage("is missing (the log ends at offset \(end.offset))") }
        try seek()
        return true
    }

    /// Opens the segment that the position lies in, and skips what comes before it there.
    private func seek() throws {
        let previous = segment?.base
        segment = nil
        // A segment that is deleted between the look and the opening is looked for once more, and missed then.
        while segment == nil {
            let bases = try log.bases(of: partition)
            guard let base = bases.last(where: { $0 <= position && $0 <= end.segment }) else {
                throw overtaken(first: bases.first)
            }
            guard previous != base else { throw damage("is missing, though later ones are there") }
            segment = try SegmentReader.open(base: base, partition: partition, directory: directory)
        }
        do {
            try skipToPosition()
        } catch {
            segment = nil
            throw error
        }
    }

    private func skipToPosition() throws {
        try segment?.checkHeader(partition: partition)
        guard let start = try segment?.start(for: position, directory: directory) else { return }
        buffer.restart(at: Int64(start.position))
        var offset = start.offset
        while offset < position {
            switch buffer.first {
            case .record(let bytes):
                buffer.consume(bytes)
                offset += 1
            case .incomplete:
                guard try fill() else { throw damage("is missing, though later ones are there", offset: offset) }
            case .impossibleLength, .wrongChecksum:
                throw damage("is damaged", offset: offset)
            }
        }
    }

    /// Gets more bytes of the segment into the buffer.
    ///
    /// - Returns: false at its end.
    private func fill() throws -> Bool {
        guard let limit = try segmentLength(), buffer.readTo < limit else { return false }
        guard try segment?.fill(&buffer, limit: limit) == true else {
            throw damage("is missing: the file ends before its acknowledged length of \(limit) bytes")
        }
        return true
    }

    /// Up to where the segment may be read; nil if none is open.
    private func segmentLength() throws -> Int64? {
        try segment?.base == end.segment ? end.length : segment?.size()
    }

    private func damage(_ what: String, offset: Int64? = nil) -> TransactionLogError {
        TransactionLogError(
            .damaged,
            "\(segment?.path ?? directory): the record with offset \(offset ?? position) at position "
                + "\(buffer.position) \(what); restore the log from a copy")
    }

    private func overtaken(first: Int64?) -> TransactionLogError {
        guard let first else { return log.missingSegments(of: partition) }
        return TransactionLogError(
            .offsetOutOfRange,
            "partition \(partition) of the log \(log.directory) begins at offset \(first): retention has deleted "
                + "\(position) to \(first - 1); start at \(first) and count those as lost, and keep the log longer")
    }
}
