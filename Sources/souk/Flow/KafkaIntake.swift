import Commerce
import Dashboard
import KafkaLogs
import Synchronization

/// Puts posted transactions into a Kafka topic.
final class KafkaIntake: TransactionIntake {
    /// What was written through last; nil after a failure, which a writer remembers.
    private let sink: Mutex<KafkaSink?>
    private let makeSink: @Sendable () throws -> KafkaSink

    /// - Parameters:
    ///   - partitions: how many partitions a topic that is missing gets; nil to leave it missing.
    ///   - decoder: reads messages, to find the customer.
    init(_ settings: KafkaLogSettings, creatingPartitions partitions: Int32?, decoder: TransactionDecoder) throws {
        var settings = settings
        // Whoever posts waits for the answer, so a message that is not delivered soon is refused.
        settings.properties.append(("message.timeout.ms", "10000"))
        sink = Mutex(KafkaSink(try KafkaLogWriter(settings, creatingPartitions: partitions), decoder: decoder))
        settings.timeout = min(settings.timeout, .seconds(10))
        makeSink = { [settings] in
            KafkaSink(try KafkaLogWriter(settings, creatingPartitions: nil), decoder: decoder)
        }
    }

    /// Returns when the brokers have the messages.
    func append(_ messages: [[UInt8]]) throws {
        try sink.withLock { sink in
            let current = try sink ?? makeSink()
            sink = nil
            for message in messages { try current.append(message.rawSpan, keyHash: nil) }
            try current.close()
            sink = current
        }
    }
}
