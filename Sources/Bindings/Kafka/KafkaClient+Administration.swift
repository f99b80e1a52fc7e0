internal import CKafka

extension KafkaClient {
    /// Deletes a topic and waits until the cluster has agreed.
    ///
    /// - Throws: `KafkaError`.
    public func deleteTopic(_ name: String, timeout: Duration) throws(KafkaError) {
        let activity = "deleting the topic \(name)"
        var topic: OpaquePointer? = unsafe rd_kafka_DeleteTopic_new(name)
        defer { unsafe rd_kafka_DeleteTopic_destroy(topic) }
        let queue = unsafe rd_kafka_queue_new(pointer)
        defer { unsafe rd_kafka_queue_destroy(queue) }
        unsafe rd_kafka_DeleteTopics(pointer, &topic, 1, nil, queue)
        guard let event = unsafe rd_kafka_queue_poll(queue, timeout.milliseconds) else {
            throw KafkaError(.timedOut, activity: activity)
        }
        defer { unsafe rd_kafka_event_destroy(event) }
        guard unsafe rd_kafka_event_error(event) == RD_KAFKA_RESP_ERR_NO_ERROR else {
            throw unsafe KafkaError(rd_kafka_event_error(event), activity: activity)
        }
    }

    /// What a setting of a topic is now, by the topic's own value or the cluster's default.
    ///
    /// - Returns: nil if the cluster knows no such setting.
    /// - Throws: `KafkaError`, with code `.topicAuthorizationFailed` if describing the topic's settings is not allowed.
    public func setting(
        _ name: String, ofTopic topic: String, timeout: Duration
    ) throws(KafkaError) -> String? {
        let activity = "asking for \(name) of the topic \(topic)"
        var resource = unsafe rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic)
        defer { unsafe rd_kafka_ConfigResource_destroy(resource) }
        let options = unsafe rd_kafka_AdminOptions_new(pointer, RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS)
        defer { unsafe rd_kafka_AdminOptions_destroy(options) }
        unsafe rd_kafka_AdminOptions_set_request_timeout(options, timeout.milliseconds, nil, 0)
        let queue = unsafe rd_kafka_queue_new(pointer)
        defer { unsafe rd_kafka_queue_destroy(queue) }
        unsafe rd_kafka_DescribeConfigs(pointer, &resource, 1, options, queue)
        guard let event = unsafe rd_kafka_queue_poll(queue, timeout.milliseconds &+ 5_000) else {
            throw KafkaError(.timedOut, activity: activity)
        }
        defer { unsafe rd_kafka_event_destroy(event) }
        guard unsafe rd_kafka_event_error(event) == RD_KAFKA_RESP_ERR_NO_ERROR else {
            let text = unsafe rd_kafka_event_error_string(event).map { unsafe String(cString: $0) }
            throw unsafe KafkaError(rd_kafka_event_error(event), message: text, activity: activity)
        }
        var count = 0
        let answers = unsafe rd_kafka_DescribeConfigs_result_resources(
            rd_kafka_event_DescribeConfigs_result(event), &count)
        guard count == 1, let answer = unsafe answers?[0] else { throw KafkaError(.timedOut, activity: activity) }
        let code = unsafe rd_kafka_ConfigResource_error(answer)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
            let text = unsafe rd_kafka_ConfigResource_error_string(answer).map { unsafe String(cString: $0) }
            throw KafkaError(code, message: text, activity: activity)
        }
        let entries = unsafe rd_kafka_ConfigResource_configs(answer, &count)
        for index in 0..<count {
            guard let entry = unsafe entries?[index], let key = unsafe rd_kafka_ConfigEntry_name(entry),
                unsafe String(cString: key) == name
            else { continue }
            return unsafe rd_kafka_ConfigEntry_value(entry).map { unsafe String(cString: $0) }
        }
        return nil
    }

    /// Creates a topic with the cluster's default replication and waits until the cluster has agreed.
    ///
    /// - Throws: `KafkaError`, with code `.topicAlreadyExists` if there is one of that name.
    public func createTopic(_ name: String, partitions: Int32, timeout: Duration) throws(KafkaError) {
        let activity = "creating the topic \(name)"
        var reason = ReasonBuffer()
        let new = unsafe reason.characters.withUnsafeMutableBufferPointer { text in
            unsafe rd_kafka_NewTopic_new(name, partitions, -1, text.baseAddress, text.count)
        }
        guard var topic = unsafe new as OpaquePointer?? else {
            throw KafkaError(
                .invalidArgument, message: reason.text,
                activity: activity)
        }
        defer { unsafe rd_kafka_NewTopic_destroy(topic) }
        let options = unsafe rd_kafka_AdminOptions_new(pointer, RD_KAFKA_ADMIN_OP_CREATETOPICS)
        defer { unsafe rd_kafka_AdminOptions_destroy(options) }
        unsafe rd_kafka_AdminOptions_set_request_timeout(options, timeout.milliseconds, nil, 0)
        unsafe rd_kafka_AdminOptions_set_operation_timeout(options, timeout.milliseconds, nil, 0)
        let queue = unsafe rd_kafka_queue_new(pointer)
        defer { unsafe rd_kafka_queue_destroy(queue) }
        unsafe rd_kafka_CreateTopics(pointer, &topic, 1, options, queue)
        guard let event = unsafe rd_kafka_queue_poll(queue, timeout.milliseconds &+ 5_000) else {
            throw KafkaError(.timedOut, activity: activity)
        }
        defer { unsafe rd_kafka_event_destroy(event) }
        guard unsafe rd_kafka_event_error(event) == RD_KAFKA_RESP_ERR_NO_ERROR else {
            let text = unsafe rd_kafka_event_error_string(event).map { unsafe String(cString: $0) }
            throw unsafe KafkaError(rd_kafka_event_error(event), message: text, activity: activity)
        }
        var count = 0
        let results = unsafe rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event), &count)
        guard count == 1, let result = unsafe results?[0] else { throw KafkaError(.timedOut, activity: activity) }
        let code = unsafe rd_kafka_topic_result_error(result)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
            let text = unsafe rd_kafka_topic_result_error_string(result).map { unsafe String(cString: $0) }
            throw KafkaError(code, message: text, activity: activity)
        }
    }
}
