internal import CKafka

/// A connection to a Kafka cluster, that of a consumer or of a producer.
///
/// `@unchecked Sendable`: the library's handle may be used from any thread; its own locks serialise that.
@safe
public final class KafkaClient: @unchecked Sendable {
    /// What a client is for.
    public enum Role: Sendable {
        /// Reading.
        case consumer
        /// Writing.
        case producer
    }

    let pointer: OpaquePointer
    let mainEventQueue: OpaquePointer

    /// Starts a client, which connects in the background.
    ///
    /// - Throws: `KafkaError` if the settings contradict each other or a file that they name can't be read.
    public init(_ role: Role, _ configuration: KafkaConfiguration) throws(KafkaError) {
        try configuration.set("log.queue", "true")
        var events = RD_KAFKA_EVENT_ERROR | RD_KAFKA_EVENT_LOG
        events |= role == .consumer ? RD_KAFKA_EVENT_OFFSET_COMMIT : RD_KAFKA_EVENT_DR
        configuration.enableEvents(events)
        unsafe pointer = try unsafe configuration.makeClient(
            role == .consumer ? RD_KAFKA_CONSUMER : RD_KAFKA_PRODUCER, activity: "starting a Kafka client")
        unsafe mainEventQueue = unsafe rd_kafka_queue_get_main(pointer)
        unsafe rd_kafka_set_log_queue(pointer, mainEventQueue)
    }

    deinit {
        unsafe rd_kafka_queue_destroy(mainEventQueue)
        unsafe rd_kafka_destroy(pointer)
    }

    /// The cluster's id; nil if no broker has said it in time, or if it has none (brokers before 0.10.1).
    public func clusterIdentity(timeout: Duration) -> String? {
        guard let text = unsafe rd_kafka_clusterid(pointer, timeout.milliseconds) else { return nil }
        defer { unsafe rd_kafka_mem_free(pointer, text) }
        return unsafe String(cString: text)
    }

    /// Waits for the next thing that the client has to say.
    ///
    /// - Returns: nil if there was nothing in time.
    public func nextEvent(timeout: Duration) -> KafkaEvent? {
        guard let event = unsafe rd_kafka_queue_poll(mainEventQueue, timeout.milliseconds) else { return nil }
        defer { unsafe rd_kafka_event_destroy(event) }
        switch unsafe rd_kafka_event_type(event) {
        case RD_KAFKA_EVENT_ERROR: return .error(unsafe Self.error(of: event, activity: "talking to Kafka"))
        case RD_KAFKA_EVENT_LOG: return unsafe Self.log(of: event)
        case RD_KAFKA_EVENT_OFFSET_COMMIT:
            let failed = unsafe rd_kafka_event_error(event) != RD_KAFKA_RESP_ERR_NO_ERROR
            return .offsetsCommitted(
                failed ? unsafe Self.error(of: event, activity: "committing offsets to the group") : nil)
        case RD_KAFKA_EVENT_DR: return .delivered(unsafe deliveryReport(of: event))
        default: return nil
        }
    }

    /// The partitions of a topic, and who leads them.
    ///
    /// - Throws: `KafkaError`: the topic's own error, or the reason why nobody answered.
    public func topic(_ name: String, timeout: Duration) throws(KafkaError) -> KafkaTopicMetadata {
        let activity = "asking for the partitions of the topic \(name)"
        guard let topic = unsafe rd_kafka_topic_new(pointer, name, nil) else {
            throw KafkaError(rd_kafka_last_error(), activity: activity)
        }
        defer { unsafe rd_kafka_topic_destroy(topic) }
        var metadata: UnsafePointer<rd_kafka_metadata>?
        let result = unsafe rd_kafka_metadata(pointer, 0, topic, &metadata, timeout.milliseconds)
        guard result == RD_KAFKA_RESP_ERR_NO_ERROR, let metadata = unsafe metadata else {
            throw KafkaError(result, activity: activity)
        }
        defer { unsafe rd_kafka_metadata_destroy(metadata) }
        guard unsafe metadata.pointee.topic_cnt == 1 else {
            throw KafkaError(.unknownTopic, activity: activity)
        }
        let answer = unsafe metadata.pointee.topics[0]
        guard unsafe answer.err == RD_KAFKA_RESP_ERR_NO_ERROR else {
            throw unsafe KafkaError(answer.err, activity: activity)
        }
        let partitions = unsafe UnsafeBufferPointer(start: answer.partitions, count: Int(answer.partition_cnt))
        return KafkaTopicMetadata(
            partitions: unsafe partitions.map {
                unsafe KafkaTopicMetadata.Partition(number: $0.id, leader: $0.leader < 0 ? nil : $0.leader)
            }.sorted { $0.number < $1.number })
    }

    static func error(of event: OpaquePointer, activity: String) -> KafkaError {
        let text = unsafe rd_kafka_event_error_string(event).map { unsafe String(cString: $0) }
        return unsafe KafkaError(rd_kafka_event_error(event), message: text, activity: activity)
    }

    private static func log(of event: OpaquePointer) -> KafkaEvent? {
        var facility: UnsafePointer<CChar>?
        var message: UnsafePointer<CChar>?
        var level: Int32 = 0
        guard unsafe rd_kafka_event_log(event, &facility, &message, &level) == 0,
            let facility = unsafe facility, let message = unsafe message
        else { return nil }
        return .log(level: level, facility: unsafe String(cString: facility), message: unsafe String(cString: message))
    }

    private func deliveryReport(of event: OpaquePointer) -> KafkaEvent.DeliveryReport {
        var report = KafkaEvent.DeliveryReport()
        while let message = unsafe rd_kafka_event_message_next(event) {
            guard unsafe message.pointee.err != RD_KAFKA_RESP_ERR_NO_ERROR else {
                report.delivered += 1
                continue
            }
            report.failed += 1
            if report.failures.count < KafkaEvent.DeliveryReport.failuresMax {
                report.failures.append(unsafe Self.failure(of: message.pointee))
            }
        }
        return report
    }

    private static func failure(of message: rd_kafka_message_t) -> DeliveryFailure {
        let key = unsafe UnsafeRawBufferPointer(start: message.key, count: message.key == nil ? 0 : message.key_len)
        return unsafe DeliveryFailure(
            partition: message.partition,
            key: message.key == nil ? nil : String(validating: key, as: UTF8.self), byteCount: message.len,
            error: KafkaError(message.err, activity: "delivering a message to partition \(message.partition)"))
    }

    /// The reason why the idempotent producer has given up; nil while it goes on.
    public var finalError: KafkaError? {
        var reason = ReasonBuffer()
        let code = unsafe reason.characters.withUnsafeMutableBufferPointer { text in
            unsafe rd_kafka_fatal_error(pointer, text.baseAddress, text.count)
        }
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return nil }
        return KafkaError(
            code, message: reason.text, activity: "producing")
    }
}

extension Duration {
    /// Whole milliseconds, as the library wants them; at least one for what is not nothing.
    var milliseconds: Int32 {
        guard self > .zero else { return 0 }
        let (seconds, attoseconds) = components
        return Int32(clamping: max(1, seconds &* 1_000 &+ attoseconds / 1_000_000_000_000_000))
    }
}
