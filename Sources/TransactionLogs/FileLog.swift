internal import Synchronization
internal import System

/// A file of newline-delimited JSON as a log: one partition, 0, in which a line is a message and its number the offset.
///
/// A message is the line's bytes without its line feed, as they stand there: a carriage return before it stays, and an
/// empty line is an empty message. The file may grow while it is read. Its identity is its absolute path, and its content must
/// stay what it was as far as it was read.
///
/// ```swift
/// let log = try FileLog(opening: "sales.ndjson", follows: false)
/// let reader = try log.reader(of: 0, from: 0)
/// ```
public final class FileLog: TransactionLog {
    /// The file's absolute path.
    public let path: String
    /// Whether the file is expected to grow. Then a last line without its line feed is not a message yet; otherwise it
    /// is one.
    public let follows: Bool
    /// What tells this log from every other: `file:` and the absolute path.
    public let identity: LogIdentity

    /// The most bytes that a line may have.
    static let maximumLineBytes = 16 << 20

    let file: FileDescriptor
    let lines = Mutex(LineIndex())

    /// Opens a file that exists.
    ///
    /// - Throws: `TransactionLogError` with code `.missing` if there is none.
    public init(opening path: String, follows: Bool) throws(TransactionLogError) {
        let doing = "opening the file of messages \(path)"
        let absolute = try TransactionLogError.wrap(doing) { () throws(SystemError) in
            try Files.absolutePath(of: path)
        }
        self.path = absolute
        self.follows = follows
        identity = LogIdentity("file:\(absolute)")
        file = try TransactionLogError.wrap(doing) { () throws(SystemError) in try FileDescriptor(opening: absolute) }
        let isDirectory = try TransactionLogError.wrap(doing) { () throws(SystemError) in
            try file.attributes().isDirectory
        }
        guard !isDirectory else {
            throw TransactionLogError(.missing, "\(absolute) is a directory; name a file, or write log:\(path)")
        }
    }

    /// The one partition, 0.
    public func partitions() -> [Int32] { [0] }

    /// The line numbers from 0 to the number of lines now.
    public func offsets(of partition: Int32) throws -> Range<Int64> {
        try checkExists(partition)
        return 0..<(try end())
    }

    /// A reader that starts at a line.
    ///
    /// - Throws: `TransactionLogError` with code `.offsetOutOfRange`.
    public func reader(of partition: Int32, from offset: Int64) throws -> any PartitionReader {
        try checkExists(partition)
        let end = try end()
        guard (0...end).contains(offset) else {
            throw TransactionLogError(
                .offsetOutOfRange,
                "\(path) has \(end) lines, and reading was to begin at offset \(offset); is it the file that was "
                    + "read before?"
            )
        }
        return try FileLogReader(of: self, from: offset, at: lines.withLock { $0.start(for: offset) })
    }

    /// Blocks until a line ends at or beyond the position, or the time is over.
    public func waitForRecords(beyond positions: [Int32: Int64], timeout: Duration) throws -> Bool {
        for partition in positions.keys { try checkExists(partition) }
        guard let position = positions[0] else { return false }
        let directory = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
        return try ChangeWaiter.wait(watching: directory.isEmpty ? "/" : directory, timeout: timeout) {
            try confirmIdentity()
            return try end() > position
        }
    }

    /// The bytes of the file now.
    func size() throws(TransactionLogError) -> Int64 {
        do throws(SystemError) { return try file.attributes().size } catch {
            throw TransactionLogError(error, while: "reading \(path)")
        }
    }

    /// Reads a part of the file.
    func read(into buffer: inout [UInt8], _ part: Range<Int>, at position: Int64) throws(TransactionLogError) -> Int {
        do throws(SystemError) { return try file.read(into: &buffer, part, at: position) } catch {
            throw TransactionLogError(error, while: "reading \(path)")
        }
    }

    /// How many messages there are, counting on from where the last count ended.
    func end() throws(TransactionLogError) -> Int64 {
        let size = try size()
        return try lines.withLock { (lines) throws(TransactionLogError) in
            guard size >= lines.searched else { throw shortened(to: size, from: lines.searched) }
            if lines.searched < size {
                try confirmTail(of: lines)
                try count(&lines, to: size)
                lines.tail = try tail(before: lines.searched)
            }
            return lines.end.line + (!follows && lines.end.position < size ? 1 : 0)
        }
    }

    private func count(_ lines: inout LineIndex, to size: Int64) throws(TransactionLogError) {
        var buffer = [UInt8](repeating: 0, count: Int(min(size - lines.searched, 1 << 20)))
        while lines.searched < size {
            let room = Int(min(Int64(buffer.count), size - lines.searched))
            let received = try read(into: &buffer, 0..<room, at: lines.searched)
            guard received > 0 else { return }
            lines.take(unsafe buffer.span.bytes.extracting(first: received))
        }
    }

    private func checkExists(_ partition: Int32) throws(TransactionLogError) {
        guard partition == 0 else {
            throw TransactionLogError(.offsetOutOfRange, "\(path) has one partition, 0, and no partition \(partition)")
        }
    }
}
