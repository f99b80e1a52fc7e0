internal import CKafka

extension KafkaClient {
    /// Puts a copy of a message into the queue of those to send; `KafkaEvent.delivered` tells what became of it.
    ///
    /// - Parameters:
    ///   - key: decides the partition, by the client's `partitioner`; nil leaves that to chance.
    /// - Throws: `KafkaError`, with code `.queueFull` if the message must wait for others to be delivered.
    public func produce(_ message: RawSpan, key: RawSpan?, to topic: KafkaTopic) throws(KafkaError) {
        let result = unsafe message.withUnsafeBytes { message in
            guard let key else {
                return unsafe produce(message, key: UnsafeRawBufferPointer(start: nil, count: 0), to: topic)
            }
            return unsafe key.withUnsafeBytes { unsafe produce(message, key: $0, to: topic) }
        }
        guard result == 0 else {
            throw KafkaError(rd_kafka_last_error(), activity: "producing to \(topic.name)")
        }
    }

    private func produce(_ message: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer, to topic: KafkaTopic) -> Int32
    {
        // The message is copied by the library, so it does not write through this pointer.
        unsafe rd_kafka_produce(
            topic.pointer, RD_KAFKA_PARTITION_UA, RD_KAFKA_MSG_F_COPY,
            UnsafeMutableRawPointer(mutating: message.baseAddress), message.count, key.baseAddress, key.count, nil)
    }

    /// How many messages and events wait in the library's queues.
    public var pendingCount: Int { Int(unsafe rd_kafka_outq_len(pointer)) }

    /// Gives up the messages that were not sent yet, or whose answer has not come; each is reported as failed.
    public func discardPending() {
        unsafe rd_kafka_purge(pointer, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT)
    }
}

/// A topic that messages are sent to.
///
/// `@unchecked Sendable`: the handle may be used from any thread; the library's own locks serialise that.
@safe
public final class KafkaTopic: @unchecked Sendable {
    /// The topic's name.
    public let name: String
    let pointer: OpaquePointer
    private let client: KafkaClient

    /// A topic of a producer's cluster.
    ///
    /// - Throws: `KafkaError`.
    public init(_ name: String, client: KafkaClient) throws(KafkaError) {
        guard let pointer = unsafe rd_kafka_topic_new(client.pointer, name, nil) else {
            throw KafkaError(rd_kafka_last_error(), activity: "opening the topic \(name)")
        }
        self.name = name
        unsafe self.pointer = unsafe pointer
        self.client = client
    }

    deinit {
        unsafe rd_kafka_topic_destroy(pointer)
    }
}
