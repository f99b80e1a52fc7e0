/// Reads one partition in order. Used by one thread at a time.
public protocol PartitionReader: AnyObject {
    /// The offset of the next record to be read.
    var position: Int64 { get }

    /// Hands the next records to `body`, without waiting for any, and moves on behind them if `body` does not throw.
    ///
    /// The batch and the bytes it lends are valid inside `body` only.
    ///
    /// - Parameter limit: how many records at the most; fewer come when the reader's buffer or the log ends.
    /// - Returns: how many records `body` was given; 0, without a call of `body`, at the end of the log.
    func read(limit: Int, _ body: (borrowing RecordBatch) throws -> Void) throws -> Int

    /// What tells whether the messages that were read up to `position` are still there later on; nil if nothing was read, or
    /// if the log's identity is enough.
    func fingerprint() throws -> LogFingerprint?

    /// Releases files and buffers. The reader is not used afterwards.
    func close()
}

extension PartitionReader {
    /// An identity that no other log has is enough.
    public func fingerprint() throws -> LogFingerprint? { nil }
}
