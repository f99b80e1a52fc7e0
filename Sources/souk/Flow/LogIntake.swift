import Commerce
import Dashboard
import Marketplace
import TransactionLogs

/// Puts posted transactions into the embedded log.
struct LogIntake: TransactionIntake {
    private let writer: EmbeddedLogWriter

    /// Writes through the writer of the log.
    init(_ writer: EmbeddedLogWriter) {
        self.writer = writer
    }

    /// Returns when the messages are durable.
    func append(_ messages: [[UInt8]]) throws {
        let sink = LogSink(writer)
        for message in messages { try sink.append(message.rawSpan, keyHash: PartitionKey.hash(ofUser: message)) }
        try sink.commit()
    }
}
