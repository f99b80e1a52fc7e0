internal import Synchronization
internal import System

/// Appends to the embedded log in a directory. There is one writer at a time, over all processes.
///
/// Any number of threads append; those that wait for durability at the same time share one synchronization of the disk.
///
/// ```swift
/// let writer = try EmbeddedLogWriter(opening: "/var/souk/log", creating: EmbeddedLogLayout(identity: randomBytes))
/// var batch = writer.makeBatch()
/// try batch.append(message, to: 0)
/// let receipt = try writer.append(batch)
/// try writer.commit(receipt)      // durable, and visible to readers
/// try writer.close()
/// ```
///
/// Order on disk: records → synchronize → mark → synchronize → acknowledge. A failed synchronization is final: nobody
/// knows what the disk holds, so the writer refuses everything from then on, and opening the log again finds out.
public final class EmbeddedLogWriter: Sendable {
    /// The log's directory.
    public let directory: String
    /// What was decided when the log was created.
    public let layout: EmbeddedLogLayout
    /// What tells this log from every other.
    public let identity: LogIdentity

    /// Bytes that wait for a commit at the most; an append beyond that commits first.
    static let pendingBytesLimit = 64 << 20

    // Taken in this order, never the other way round: `files` (during a synchronization, for long), `pending` (for the
    // time of a copy).
    private let files: Mutex<EmbeddedLogFiles>
    private let pending: Mutex<PendingAppends>

    /// Opens a log for writing, and creates it if there is none and a layout is given.
    ///
    /// What was written and never acknowledged is kept as far as its records are good, and cut off behind the last good
    /// one.
    ///
    /// - Throws: `TransactionLogError` with code `.alreadyOpen` if a writer is at work, `.missing` if there is no
    ///   log and no layout, `.damaged` if an acknowledged record of a partition's last segment can't be read.
    public convenience init(opening directory: String, creating layout: EmbeddedLogLayout? = nil)
        throws(TransactionLogError)
    {
        try self.init(opening: directory, creating: layout, faults: nil)
    }

    init(opening directory: String, creating layout: EmbeddedLogLayout?, faults: (any FileFaults)?)
        throws(TransactionLogError)
    {
        let opened = try EmbeddedLogFiles.open(directory, creating: layout, faults: faults)
        self.directory = directory
        self.layout = opened.layout
        identity = opened.layout.logIdentity
        pending = Mutex(PendingAppends(nextOffsets: opened.nextOffsets))
        files = Mutex(opened)
    }

    /// An empty batch for this log.
    public func makeBatch() -> AppendBatch {
        AppendBatch(partitions: layout.partitions, maximumRecordBytes: layout.maximumRecordBytes)
    }

    /// Takes a batch in. Its messages have their offsets; they are durable and visible after `commit`.
    ///
    /// - Throws: `TransactionLogError` if the writer was closed or a synchronization has failed.
    public func append(_ batch: borrowing AppendBatch) throws(TransactionLogError) -> AppendReceipt {
        precondition(batch.partitions == layout.partitions, "a batch goes into the log that made it")
        while true {
            let receipt = try pending.withLock { (pending) throws(TransactionLogError) -> AppendReceipt? in
                if let refusal = pending.refusal { throw refusal }
                let isFull = pending.byteCount > 0 && pending.byteCount + batch.byteCount > Self.pendingBytesLimit
                return isFull ? nil : pending.append(batch)
            }
            if let receipt { return receipt }
            try commit()
        }
    }

    /// Returns when an append is durable and visible to readers.
    ///
    /// - Throws: `TransactionLogError` if it is not, and never will be: nothing of it is in the log. With a full disk
    ///   (`.inputOutput`) the writer goes on working; after a failed synchronization it refuses everything.
    public func commit(_ receipt: AppendReceipt) throws(TransactionLogError) {
        try commit(receipt.group)
    }

    /// Returns when everything that was appended until now, by whatever thread, is durable and visible to readers.
    ///
    /// - Throws: as `commit(_:)`.
    public func commit() throws(TransactionLogError) {
        let group = try pending.withLock { (pending) throws(TransactionLogError) in
            if let refusal = pending.refusal { throw refusal }
            return pending.group
        }
        try commit(group)
    }

    private func commit(_ group: CommitGroup) throws(TransactionLogError) {
        if group.outcome == nil {
            files.withLock { files in
                // Whoever had the lock may have taken this group along.
                if group.outcome == nil { flush(&files) }
            }
        }
        guard let outcome = group.outcome else { preconditionFailure("a flush decides its group") }
        try outcome.get()
    }

    private func flush(_ files: inout EmbeddedLogFiles) {
        let group = pending.withLock { $0.take(into: &files.records) }
        do {
            try files.write()
            group.complete(.success(()))
        } catch {
            let nextOffsets = files.nextOffsets
            pending.withLock { pending in
                pending.fail(error, continuingAt: nextOffsets)
                if files.isPoisoned { pending.refusal = error }
            }
            group.complete(.failure(error))
        }
    }

    /// Deletes whole segments that are too old or too many; the one that is being written stays.
    ///
    /// - Parameter now: the time of day in microseconds since the epoch.
    /// - Returns: how many segments were deleted.
    @discardableResult
    public func apply(_ retention: RetentionPolicy, now: Int64) throws(TransactionLogError) -> Int {
        try files.withLock { (files) throws(TransactionLogError) in try files.apply(retention, now: now) }
    }

    /// Commits what was appended and gives the log free for another writer. The writer refuses everything afterwards.
    ///
    /// - Throws: as `commit(_:)`; the log is free all the same.
    public func close() throws(TransactionLogError) {
        defer {
            pending.withLock { pending in
                pending.refusal =
                    pending.refusal
                    ?? TransactionLogError(
                        .notPermitted, "the log \(directory) was closed by this writer; open it again")
            }
            files.withLock { $0.unlock() }
        }
        try commit()
        try files.withLock { (files) throws(TransactionLogError) in try files.finish() }
    }
}
