internal import Checksum
internal import Synchronization
internal import System

/// Whether a file is still the one that was read: it may grow at its end, and nothing else.
extension FileLog {
    /// Compares all bytes that were read with those that stand there now.
    public func continuity(of partition: Int32, with fingerprint: LogFingerprint) throws -> LogContinuity {
        guard case .bytes(let count, let checksum) = fingerprint else { return .unknown }
        _ = try end()
        let size = try size()
        guard size >= count else {
            return .broken(from: nil, reason: "\(count) bytes of it were read, and it has \(size) now")
        }
        guard try self.checksum(upTo: count) == checksum else {
            return .broken(
                from: nil, reason: "the first \(count) bytes, which were read, are not the same any more (CRC-32C)")
        }
        // A last line without its line feed was read as it was.
        if count > 0, count < size, try byte(at: count - 1) != lineFeed, try byte(at: count) != lineFeed {
            return .broken(
                from: nil,
                reason:
                    "its last line was read while it had no line feed, and has been continued since, at byte \(count)")
        }
        return .confirmed
    }

    /// Makes sure that the path still names the file that was opened, and that this was not written over.
    public func confirmIdentity() throws {
        try confirmPath()
        let size = try size()
        try lines.withLock { (lines) throws(TransactionLogError) in
            guard size >= lines.searched else { throw shortened(to: size, from: lines.searched) }
            try confirmTail(of: lines)
        }
    }

    /// The CRC-32C of the file's first bytes, as they stand there now behind the nearest line that is remembered.
    func checksum(upTo count: Int64) throws(TransactionLogError) -> UInt32 {
        let start = lines.withLock { $0.start(before: count) }
        return try checksum(of: start.position..<count, continuing: start.checksum)
    }

    /// What stands before a position.
    func tail(before position: Int64) throws(TransactionLogError) -> LineIndex.Tail {
        let bytes = max(0, position - LineIndex.Tail.length)..<position
        return LineIndex.Tail(bytes: bytes, checksum: try checksum(of: bytes))
    }

    /// Makes sure that the last bytes that were searched for lines are still there.
    func confirmTail(of lines: LineIndex) throws(TransactionLogError) {
        guard try checksum(of: lines.tail.bytes) == lines.tail.checksum else {
            throw replaced("its bytes before position \(lines.searched) are not those that were read")
        }
    }

    /// The file has fewer bytes than it had.
    func shortened(to size: Int64, from former: Int64) -> TransactionLogError {
        replaced("it had \(former) bytes and has \(size) now")
    }

    private var lineFeed: UInt8 { UInt8(ascii: "\n") }

    private func confirmPath() throws(TransactionLogError) {
        let doing = "reading \(path)"
        let (named, opened) = try TransactionLogError.wrap(doing) { () throws(SystemError) in
            (try Files.attributes(of: path), try file.attributes())
        }
        // Without a name the file is still there; it was removed, or is about to get its name back.
        guard let named, named.inode != opened.inode || named.device != opened.device else { return }
        throw replaced("another file has taken its place")
    }

    private func replaced(_ reason: String) -> TransactionLogError {
        TransactionLogError(
            .replaced,
            "\(path) was replaced or written over while it was read: \(reason). A file may only grow at its end. Start again: one "
                + "that begins with everything that was committed is continued, any other needs a new lake.")
    }

    private func checksum(
        of part: Range<Int64>, continuing before: UInt32 = 0
    ) throws(TransactionLogError) -> UInt32 {
        var checksum = CRC32C(continuing: before)
        var buffer = [UInt8](repeating: 0, count: Int(min(Int64(part.count), 1 << 20)))
        var position = part.lowerBound
        while position < part.upperBound {
            let count = try read(
                into: &buffer, 0..<Int(min(Int64(buffer.count), part.upperBound - position)), at: position)
            guard count > 0 else { throw shortened(to: position, from: part.upperBound) }
            checksum.update(unsafe buffer.span.bytes.extracting(first: count))
            position += Int64(count)
        }
        return checksum.value
    }

    private func byte(at position: Int64) throws(TransactionLogError) -> UInt8 {
        var buffer: [UInt8] = [0]
        guard try read(into: &buffer, 0..<1, at: position) == 1 else {
            throw shortened(to: position, from: position + 1)
        }
        return buffer[0]
    }
}
