internal import System

/// The embedded log in a directory, for reading: any number of readers in any number of processes, beside one writer.
///
/// Readers see a record when it is durable, never earlier, and check the checksum of each. They don't lock anything.
///
/// ```swift
/// let log = try EmbeddedLog(opening: "/var/souk/log")
/// let reader = try log.reader(of: 0, from: log.offsets(of: 0).lowerBound)
/// while try reader.read(limit: 10_000, { batch in … }) > 0 {}
/// ```
public final class EmbeddedLog: TransactionLog {
    /// The log's directory.
    public let directory: String
    /// What was decided when the log was created.
    public let layout: EmbeddedLogLayout
    /// What tells this log from every other: `log:` and its UUID.
    public let identity: LogIdentity
    private let committed: FileDescriptor

    /// Opens a log that exists.
    ///
    /// - Throws: `TransactionLogError` with code `.missing` if there is none.
    public init(opening directory: String) throws(TransactionLogError) {
        self.directory = directory
        layout = try EmbeddedLogFiles.layout(in: directory)
        identity = layout.logIdentity
        committed = try TransactionLogError.wrap("opening the log \(directory)") { () throws(SystemError) in
            try FileDescriptor(opening: "\(directory)/\(CommitFile.name)")
        }
        _ = try mark()
    }

    /// The partitions, which are decided when the log is created.
    public func partitions() throws -> [Int32] {
        Array(0..<layout.partitions)
    }

    /// The offsets that a partition holds now: from the first of its oldest segment to the end of what is durable.
    public func offsets(of partition: Int32) throws -> Range<Int64> {
        try checkExists(partition)
        // The start before the end: retention moves the first, and only ever to a place before the second.
        let first = try bases(of: partition).first
        let end = try end(of: partition)
        guard let first, first <= end.offset else { throw missingSegments(of: partition) }
        return first..<end.offset
    }

    /// A reader of one partition that starts at an offset.
    ///
    /// - Throws: `TransactionLogError` with code `.offsetOutOfRange` or `.damaged`.
    public func reader(of partition: Int32, from offset: Int64) throws -> any PartitionReader {
        try checkExists(partition)
        return try EmbeddedPartitionReader(of: partition, in: self, from: offset)
    }

    /// Blocks until a commit makes a record durable at or beyond one of the positions, or the time is over.
    public func waitForRecords(beyond positions: [Int32: Int64], timeout: Duration) throws -> Bool {
        for partition in positions.keys { try checkExists(partition) }
        return try ChangeWaiter.wait(watching: directory, timeout: timeout) {
            let ends = try mark().ends
            return positions.contains { partition, position in ends[Int(partition)].offset > position }
        }
    }

    /// Where a partition's durable records end now.
    func end(of partition: Int32) throws(TransactionLogError) -> CommitMark.End {
        try mark().ends[Int(partition)]
    }

    /// The first offsets of a partition's segments, ascending.
    func bases(of partition: Int32) throws(TransactionLogError) -> [Int64] {
        try TransactionLogError.wrap("reading the log \(directory)") { () throws(SystemError) in
            try SegmentListing.bases(in: PartitionWriter.directory(of: partition, in: directory))
        }
    }

    func missingSegments(of partition: Int32) -> TransactionLogError {
        TransactionLogError(
            .damaged,
            "\(PartitionWriter.directory(of: partition, in: directory)) lacks the segment that its end lies in; "
                + "restore the log from a copy")
    }

    private func mark() throws(TransactionLogError) -> CommitMark {
        var content = [UInt8](repeating: 0, count: 2 * CommitMark.slotBytes(partitions: layout.partitions))
        // A read that meets two writes, one in each place, finds neither intact; that can't go on for long.
        for _ in 0..<1000 {
            let count = try TransactionLogError.wrap("reading the log \(directory)") { () throws(SystemError) in
                try committed.read(into: &content, 0..<content.count, at: 0)
            }
            if count == content.count, let newest = CommitMark.newest(in: content, partitions: layout.partitions) {
                return newest.mark
            }
        }
        throw .damagedMark(committed.path)
    }

    private func checkExists(_ partition: Int32) throws(TransactionLogError) {
        guard (0..<layout.partitions).contains(partition) else {
            throw TransactionLogError(
                .offsetOutOfRange,
                "the log \(directory) has the partitions 0 to \(layout.partitions - 1), and no partition \(partition)")
        }
    }
}
