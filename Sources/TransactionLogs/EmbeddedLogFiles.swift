internal import System

/// The files of a log that is open for writing. Used by one thread at a time: whoever has the writer's lock.
struct EmbeddedLogFiles: ~Copyable {
    let directory: String
    let layout: EmbeddedLogLayout
    /// The records that the next `write` is about, by partition; empty between two of them.
    var records: [[UInt8]]
    /// Whether nobody knows any more what the files hold.
    private(set) var isPoisoned = false
    private let partitions: [PartitionWriter]
    private var commitFile: CommitFile
    private var lock: WriterLock?

    init(
        directory: String, layout: EmbeddedLogLayout, partitions: [PartitionWriter], commitFile: consuming CommitFile,
        lock: consuming WriterLock
    ) {
        self.directory = directory
        self.layout = layout
        self.partitions = partitions
        self.commitFile = commitFile
        self.lock = consume lock
        records = partitions.map { _ in [] }
    }

    /// The offsets that the next records get.
    var nextOffsets: [Int64] { partitions.map(\.end.offset) }

    /// Writes `records`, makes them durable and moves the mark; all of them or, as far as the writer can help it, none.
    mutating func write() throws(TransactionLogError) {
        let needed = records.reduce(0) { $0 + $1.count }
        guard needed > 0 else { return }
        defer {
            for partition in records.indices { records[partition].removeAll(keepingCapacity: true) }
        }
        do throws(SystemError) {
            for (partition, records) in zip(partitions, records) where !records.isEmpty { try partition.write(records) }
        } catch {
            try rollBack(after: error, needed: needed)
        }
        try makeDurable()
    }

    /// Makes what was written durable, then the mark that says so.
    mutating func makeDurable() throws(TransactionLogError) {
        do throws(SystemError) {
            var group = SynchronizationGroup()
            for partition in partitions { try partition.join(&group) }
            try group.synchronizeData()
            for partition in partitions { try partition.synchronizeDirectory() }
            let mark = CommitMark(ends: partitions.map(\.end))
            if mark != commitFile.mark { try commitFile.write(mark) }
        } catch {
            isPoisoned = true
            throw TransactionLogError(
                .inputOutput,
                "committing to the log \(directory): \(error); nobody knows what the disk holds now, so this "
                    + "writer takes nothing more: check the disk, then open the log again",
                systemCode: error.number.rawValue)
        }
        for partition in partitions { partition.settle() }
    }

    private mutating func rollBack(after cause: SystemError, needed: Int) throws(TransactionLogError) {
        do throws(SystemError) {
            for partition in partitions { try partition.rollBack() }
        } catch {
            isPoisoned = true
            throw TransactionLogError(
                .inputOutput,
                "appending to the log \(directory): \(cause); taking the torn write back failed too: \(error); "
                    + "this writer takes nothing more: check the disk, then open the log again",
                systemCode: cause.number.rawValue)
        }
        throw TransactionLogError(
            .inputOutput,
            "appending \(needed) bytes to the log \(directory): \(cause); \(freeSpace()); nothing of it is in "
                + "the log: free space on that disk or lower the log's retention, then append again",
            systemCode: cause.number.rawValue)
    }

    private func freeSpace() -> String {
        do throws(SystemError) {
            return "\(try Files.freeBytes(at: directory)) bytes are free there"
        } catch {
            return "how much is free is unknown (\(error))"
        }
    }

    /// Deletes the segments that a policy no longer wants.
    func apply(_ retention: RetentionPolicy, now: Int64) throws(TransactionLogError) -> Int {
        try TransactionLogError.wrap("deleting old segments of the log \(directory)") { () throws(SystemError) in
            var deleted = 0
            var segments: [[RetentionPolicy.Segment]] = []
            for partition in partitions { segments.append(try SegmentListing.segments(in: partition.directory)) }
            for (index, count) in retention.expired(segments, now: now).enumerated() where count > 0 {
                let partition = partitions[index].directory
                // The index first: one without its segment would be left for ever.
                for segment in segments[index].prefix(count) {
                    try Files.remove("\(partition)/\(SegmentFormat.name(base: segment.base, extension: "index"))")
                    try Files.remove("\(partition)/\(SegmentFormat.name(base: segment.base))")
                }
                try Directories.synchronize(partition)
                deleted += count
            }
            return deleted
        }
    }

    /// Writes the mark to both of its places, so that the same records leave the same files.
    mutating func finish() throws(TransactionLogError) {
        guard !isPoisoned else { return }
        let mark = commitFile.mark
        let directory = directory
        do throws(SystemError) {
            try commitFile.write(mark)
        } catch {
            isPoisoned = true
            throw TransactionLogError(error, while: "closing the log \(directory)")
        }
    }

    /// Lets another writer in.
    mutating func unlock() {
        lock.take()?.unlock()
    }
}
