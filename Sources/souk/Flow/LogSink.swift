import Commerce
import Marketplace
import System
import TransactionLogs

/// Puts messages into the embedded log, and keeps the log to its retention.
final class LogSink: MessageSink {
    /// How many bytes are written between two looks at the retention.
    private static let retentionStep = 16 << 20

    private let writer: EmbeddedLogWriter
    private let retention: RetentionPolicy?
    private var batch: AppendBatch
    private var bytesUntilRetention = 0
    private var customers: CustomerFinder

    /// Writes through a writer of the log.
    ///
    /// - Parameter decoder: reads messages, to find the customer.
    init(_ writer: EmbeddedLogWriter, decoder: TransactionDecoder, retention: RetentionPolicy? = nil) {
        self.writer = writer
        self.retention = retention
        customers = CustomerFinder(decoder: decoder)
        batch = writer.makeBatch()
    }

    func append(_ message: RawSpan, keyHash: UInt64?) throws {
        let hash = keyHash ?? customers.keyHash(of: message)
        try batch.append(message, to: PartitionKey.partition(ofHash: hash, partitions: batch.partitions))
    }

    func commit() throws {
        guard batch.count > 0 else { return }
        defer { batch.removeAll() }
        try writer.commit(try writer.append(batch))
        bytesUntilRetention -= batch.byteCount
        if let retention, bytesUntilRetention < 0 {
            bytesUntilRetention = Self.retentionStep
            try writer.apply(retention, now: SystemClock.wallMicroseconds())
        }
    }

    func close() throws {
        try commit()
        if let retention { try writer.apply(retention, now: SystemClock.wallMicroseconds()) }
        try writer.close()
    }
}
