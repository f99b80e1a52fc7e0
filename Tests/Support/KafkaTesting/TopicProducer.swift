public import Kafka

/// Puts messages into a partition of a topic of its choice, with or without a value.
public final class TopicProducer {
    private let client: KafkaClient
    private let topic: KafkaTopic

    /// Connects to a topic.
    ///
    /// - Throws: `KafkaError`.
    public init(_ name: String, of servers: String) throws(KafkaError) {
        let configuration = KafkaConfiguration()
        for (property, value) in [
            ("bootstrap.servers", servers), ("message.max.bytes", "16000000"), ("linger.ms", "0"),
            ("enable.idempotence", "true"),
        ] {
            try configuration.set(property, value)
        }
        client = try KafkaClient(.producer, configuration)
        topic = try KafkaTopic(name, client: client)
    }

    /// Returns when the brokers have the messages; nil is a message without a value.
    ///
    /// - Throws: `KafkaError`.
    public func write(_ messages: [[UInt8]?], to partition: Int32) throws(KafkaError) {
        for message in messages {
            try unsafe client.produce(message?.span.bytes, key: nil, to: topic, partition: partition)
        }
        var delivered = 0
        while delivered < messages.count {
            guard case .delivered(let report)? = client.nextEvent(timeout: .seconds(30)) else { continue }
            if let error = report.firstError { throw error }
            delivered += report.delivered
        }
    }
}
