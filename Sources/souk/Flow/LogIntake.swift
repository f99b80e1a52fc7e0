import Commerce
import Dashboard
import TransactionLogs

/// Puts posted transactions into the embedded log.
struct LogIntake: TransactionIntake {
    private let writer: EmbeddedLogWriter
    private let decoder: TransactionDecoder

    /// Writes through the writer of the log.
    ///
    /// - Parameter decoder: reads messages, to find the customer.
    init(_ writer: EmbeddedLogWriter, decoder: TransactionDecoder) {
        self.writer = writer
        self.decoder = decoder
    }

    /// Returns when the messages are durable.
    func append(_ messages: [[UInt8]]) throws {
        let sink = LogSink(writer, decoder: decoder)
        for message in messages { try sink.append(message.rawSpan, keyHash: nil) }
        try sink.commit()
    }
}
