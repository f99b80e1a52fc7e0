import Commerce
import KafkaLogs

/// Puts messages into a Kafka topic, keyed by their customer.
final class KafkaSink: MessageSink {
    private let writer: KafkaLogWriter
    private var customers: CustomerFinder

    /// - Parameter decoder: reads messages, to find the customer.
    init(_ writer: KafkaLogWriter, decoder: TransactionDecoder) {
        self.writer = writer
        customers = CustomerFinder(decoder: decoder)
    }

    func append(_ message: RawSpan, keyHash: UInt64?) throws {
        try customers.withCustomer(of: message) { customer in try writer.append(message, key: customer) }
    }

    /// Messages are delivered in the background, so that a pause for each batch does not slow what follows; `settle` waits.
    func commit() throws {
        try writer.check()
    }

    func settle() throws {
        try writer.commit()
    }

    func close() throws {
        try settle()
    }
}
