internal import CKafka

extension KafkaClient {
    /// The id that a cluster gave a topic when it was created; a topic that is deleted and created again has another one.
    ///
    /// - Returns: nil if the brokers give topics no ids: those before Kafka 2.8.
    /// - Throws: `KafkaError`: the topic's own error, or the reason why nobody answered.
    public func topicIdentity(of name: String, timeout: Duration) throws(KafkaError) -> String? {
        let activity = "asking for the id of the topic \(name)"
        let queue = unsafe rd_kafka_queue_new(pointer)
        defer { unsafe rd_kafka_queue_destroy(queue) }
        let options = unsafe rd_kafka_AdminOptions_new(pointer, RD_KAFKA_ADMIN_OP_ANY)
        defer { unsafe rd_kafka_AdminOptions_destroy(options) }
        unsafe rd_kafka_AdminOptions_set_request_timeout(options, timeout.milliseconds, nil, 0)
        unsafe name.withCString { name in
            var names = unsafe [UnsafePointer(name)] as [UnsafePointer<CChar>?]
            let topics = unsafe rd_kafka_TopicCollection_of_topic_names(&names, 1)
            unsafe rd_kafka_DescribeTopics(pointer, topics, options, queue)
            unsafe rd_kafka_TopicCollection_destroy(topics)
        }
        // The library itself ends the request in time.
        guard let event = unsafe rd_kafka_queue_poll(queue, timeout.milliseconds &+ 1_000) else {
            throw KafkaError(.timedOut, activity: activity)
        }
        defer { unsafe rd_kafka_event_destroy(event) }
        guard unsafe rd_kafka_event_error(event) == RD_KAFKA_RESP_ERR_NO_ERROR else {
            throw unsafe Self.error(of: event, activity: activity)
        }
        return try unsafe Self.identity(in: event, activity: activity)
    }

    private static func identity(in event: OpaquePointer, activity: String) throws(KafkaError) -> String? {
        var count = 0
        let topics = unsafe rd_kafka_DescribeTopics_result_topics(rd_kafka_event_DescribeTopics_result(event), &count)
        guard count == 1, let topic = unsafe topics?[0] else { throw KafkaError(.unknownTopic, activity: activity) }
        if let error = unsafe rd_kafka_TopicDescription_error(topic),
            unsafe rd_kafka_error_code(error) != RD_KAFKA_RESP_ERR_NO_ERROR
        {
            throw unsafe KafkaError(
                rd_kafka_error_code(error), message: String(cString: rd_kafka_error_string(error)), activity: activity)
        }
        guard let identity = unsafe rd_kafka_TopicDescription_topic_id(topic),
            unsafe rd_kafka_Uuid_most_significant_bits(identity) != 0
                || rd_kafka_Uuid_least_significant_bits(identity) != 0,
            let text = unsafe rd_kafka_Uuid_base64str(identity)
        else { return nil }
        return unsafe String(cString: text)
    }
}
