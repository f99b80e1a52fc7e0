import Commerce
import Dashboard
import TransactionLogs

/// Puts posted transactions into the embedded log.
struct LogIntake: TransactionIntake {
    private let writer: EmbeddedLogWriter
    private let fields: FieldMapping
    private let currency: Currency

    /// Writes through the writer of the log.
    ///
    /// - Parameter fields: what messages call their fields, to find the customer.
    init(_ writer: EmbeddedLogWriter, fields: FieldMapping, currency: Currency) {
        self.writer = writer
        self.fields = fields
        self.currency = currency
    }

    /// Returns when the messages are durable.
    func append(_ messages: [[UInt8]]) throws {
        let sink = LogSink(writer, fields: fields, currency: currency)
        for message in messages { try sink.append(message.rawSpan, keyHash: nil) }
        try sink.commit()
    }
}
