internal import System

/// Reads a file line by line through a buffer that grows to the longest line. Used by one thread at a time.
final class FileLogReader: PartitionReader {
    private static let batchLimit = 65_536

    private(set) var position: Int64
    private let log: FileLog
    private var buffer = [UInt8](repeating: 0, count: 1 << 20)
    /// The bytes of the buffer that were read and not delivered.
    private var unused: Range<Int> = 0..<0
    /// How many of them hold no line feed.
    private var searched = 0
    /// Where in the file the unused bytes begin.
    private var filePosition: Int64
    private var records = RecordList()
    private var isClosed = false

    init(of log: FileLog, from offset: Int64, at start: LineIndex.Entry) throws {
        self.log = log
        position = start.line
        filePosition = start.position
        while position < offset {
            guard try read(limit: Int(min(offset - position, Int64(Self.batchLimit))), { _ in }) > 0 else {
                throw log.shortened(to: filePosition, from: filePosition)
            }
        }
    }

    func read(limit: Int, _ body: (borrowing RecordBatch) throws -> Void) throws -> Int {
        guard limit > 0, !isClosed else { return 0 }
        while true {
            let count = try deliver(limit: min(limit, Self.batchLimit), isLast: false, body)
            if count > 0 { return count }
            guard try !fill() else { continue }
            return log.follows ? 0 : try deliver(limit: 1, isLast: true, body)
        }
    }

    func fingerprint() throws -> LogFingerprint? {
        .bytes(count: filePosition, checksum: try log.checksum(upTo: filePosition))
    }

    func close() {
        isClosed = true
        buffer = []
        unused = 0..<0
        records = RecordList()
    }

    /// Hands over the whole lines in the buffer; with `isLast` what remains of the file is one.
    private func deliver(limit: Int, isLast: Bool, _ body: (borrowing RecordBatch) throws -> Void) throws -> Int {
        records.removeAll()
        let bytes = buffer
        let (used, unfinished) = try unsafe bytes.withUnsafeBytes { bytes in
            let result = unsafe collect(limit: limit, isLast: isLast, from: bytes)
            try records.lend(to: body)
            return result
        }
        unused = unused.lowerBound + used..<unused.upperBound
        filePosition += Int64(used)
        searched = unfinished
        position += Int64(records.count)
        return records.count
    }

    /// - Returns: how many bytes the records have with their line feeds, and how many behind them hold no line feed.
    private func collect(limit: Int, isLast: Bool, from bytes: UnsafeRawBufferPointer) -> (used: Int, unfinished: Int) {
        let span = unsafe RawSpan(_unsafeBytes: bytes).extracting(first: unused.upperBound)
        var start = unused.lowerBound
        var from = start + searched
        while records.count < limit {
            guard let lineFeed = ByteSearch.firstIndex(of: UInt8(ascii: "\n"), in: span, from: from) else {
                guard isLast, start < span.byteCount else { return (start - unused.lowerBound, span.byteCount - start) }
                unsafe records.append(
                    offset: position + Int64(records.count), payload: start..<span.byteCount, of: bytes)
                return (span.byteCount - unused.lowerBound, 0)
            }
            unsafe records.append(offset: position + Int64(records.count), payload: start..<lineFeed, of: bytes)
            start = lineFeed + 1
            from = start
        }
        return (start - unused.lowerBound, 0)
    }

    /// Reads more of the file behind what is there.
    ///
    /// - Returns: false at its end.
    private func fill() throws -> Bool {
        makeRoom()
        guard unused.upperBound < buffer.count else {
            throw TransactionLogError(
                .damaged,
                "\(log.path): line \(position + 1), at position \(filePosition), has more than "
                    + "\(FileLog.maximumLineBytes) bytes; is the file newline-delimited JSON?")
        }
        let end = filePosition + Int64(unused.count)
        let count = try log.read(into: &buffer, unused.upperBound..<buffer.count, at: end)
        unused = unused.lowerBound..<unused.upperBound + count
        if count == 0 {
            let size = try log.size()
            guard size >= end else { throw log.shortened(to: size, from: end) }
        }
        return count > 0
    }

    private func makeRoom() {
        if unused.lowerBound > 0 {
            unsafe buffer.withUnsafeMutableBytes { bytes in
                let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[unused])
                unsafe bytes.copyMemory(from: rest)
            }
            unused = 0..<unused.count
        }
        if unused.count == buffer.count, buffer.count <= FileLog.maximumLineBytes {
            buffer.append(contentsOf: repeatElement(0, count: buffer.count))
        }
    }
}
