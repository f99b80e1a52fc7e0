import Marketplace
import TransactionLogs

/// Puts messages into the embedded log.
final class LogSink: MessageSink {
    private let writer: EmbeddedLogWriter
    private var batch: AppendBatch

    /// Writes through a writer of the log.
    init(_ writer: EmbeddedLogWriter) {
        self.writer = writer
        batch = writer.makeBatch()
    }

    func append(_ message: RawSpan, keyHash: UInt64) throws {
        try batch.append(message, to: PartitionKey.partition(ofHash: keyHash, partitions: batch.partitions))
    }

    func commit() throws {
        guard batch.count > 0 else { return }
        defer { batch.removeAll() }
        try writer.commit(try writer.append(batch))
    }

    func close() throws {
        try commit()
        try writer.close()
    }
}
