internal import CKafka

/// One partition of a topic that is being read: what librdkafka has fetched of it waits in a queue of its own.
///
/// Used by one thread at a time, but for `onArrival`, which one of the library's threads calls.
@safe
public final class KafkaPartition {
    /// Which partition.
    public let number: Int32

    private let client: KafkaClient
    private let topic: OpaquePointer
    private let queue: OpaquePointer
    private let arrival: Arrival

    /// Begins to fetch.
    ///
    /// - Parameters:
    ///   - offset: the first offset that is wanted.
    ///   - onArrival: is called, by a thread of the library that must not be kept waiting, when something has come into an
    ///     empty queue.
    /// - Throws: `KafkaError`.
    public init(
        _ number: Int32, of topicName: String, from offset: Int64, client: KafkaClient,
        onArrival: @escaping @Sendable () -> Void
    ) throws(KafkaError) {
        let activity = "reading partition \(number) of \(topicName)"
        guard let topic = unsafe rd_kafka_topic_new(client.pointer, topicName, nil) else {
            throw KafkaError(rd_kafka_last_error(), activity: activity)
        }
        guard let queue = unsafe rd_kafka_queue_new(client.pointer) else {
            preconditionFailure("librdkafka makes queues of any client")
        }
        let arrival = Arrival(onArrival)
        unsafe rd_kafka_queue_cb_event_enable(
            queue,
            { _, context in
                guard let context = unsafe context else { return }
                unsafe Unmanaged<Arrival>.fromOpaque(context).takeUnretainedValue().body()
            },
            Unmanaged.passUnretained(arrival).toOpaque())
        guard unsafe rd_kafka_consume_start_queue(topic, number, offset, queue) == 0 else {
            let code = rd_kafka_last_error()
            unsafe rd_kafka_queue_destroy(queue)
            unsafe rd_kafka_topic_destroy(topic)
            throw KafkaError(code, activity: activity)
        }
        self.number = number
        self.client = client
        unsafe self.topic = topic
        unsafe self.queue = unsafe queue
        self.arrival = arrival
    }

    deinit {
        unsafe rd_kafka_queue_cb_event_enable(queue, nil, nil)
        unsafe rd_kafka_consume_stop(topic, number)
        unsafe rd_kafka_queue_destroy(queue)
        unsafe rd_kafka_topic_destroy(topic)
    }

    /// How much has been fetched and not been taken yet.
    public var fetchedCount: Int { unsafe rd_kafka_queue_length(queue) }

    /// Takes what has been fetched, without waiting, as far as there is room. The batch must be empty.
    public func take(into batch: KafkaMessageBatch) {
        unsafe batch.fill { pointers in
            unsafe rd_kafka_consume_batch_queue(queue, 0, pointers.baseAddress, pointers.count)
        }
    }

    /// What the library's callback gets hold of; it lives as long as the queue.
    private final class Arrival: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) {
            self.body = body
        }
    }
}
