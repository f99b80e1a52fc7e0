internal import CKafka

extension KafkaClient {
    /// Puts a copy of a message into the queue of those to send; `KafkaEvent.delivered` tells what became of it.
    ///
    /// - Parameters:
    ///   - message: the value; nil for a message without one (a tombstone).
    ///   - key: decides the partition, by the client's `partitioner`; nil leaves that to chance.
    ///   - partition: the partition, instead of what the key decides.
    /// - Throws: `KafkaError`, with code `.queueFull` if the message must wait for others to be delivered.
    public func produce(
        _ message: RawSpan?, key: RawSpan?, to topic: KafkaTopic, partition: Int32? = nil
    ) throws(KafkaError) {
        let result = unsafe Self.withBytes(message) { message in
            unsafe Self.withBytes(key) { key in
                // The message is copied by the library, so it does not write through this pointer.
                unsafe rd_kafka_produce(
                    topic.pointer, partition ?? RD_KAFKA_PARTITION_UA, RD_KAFKA_MSG_F_COPY,
                    UnsafeMutableRawPointer(mutating: message.baseAddress), message.count, key.baseAddress, key.count,
                    nil)
            }
        }
        guard result == 0 else {
            throw KafkaError(rd_kafka_last_error(), activity: "producing to \(topic.name)")
        }
    }

    /// Bytes as the library takes them: a null pointer is no value, and an empty value is none at some address.
    private static func withBytes<Result>(_ bytes: RawSpan?, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        guard let bytes else { return unsafe body(UnsafeRawBufferPointer(start: nil, count: 0)) }
        guard bytes.byteCount > 0 else {
            return unsafe withUnsafeBytes(of: UInt8(0)) { unsafe body(UnsafeRawBufferPointer(rebasing: $0[0..<0])) }
        }
        return unsafe bytes.withUnsafeBytes(body)
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
