internal import CKafka

extension KafkaClient {
    /// Reads messages of a topic from the beginning of all its partitions, in batches over one queue, and drops them: what
    /// the library can do at the most, for benchmarks.
    ///
    /// - Parameters:
    ///   - count: how many messages to wait for.
    ///   - batchSize: how many are taken at once.
    /// - Returns: the bytes of their values.
    /// - Throws: `KafkaError`, with code `.timedOut` if nothing comes for half a minute.
    public func drain(
        _ topicName: String, partitions: [Int32], count: Int, batchSize: Int
    ) throws(KafkaError) -> Int {
        let activity = "draining \(topicName)"
        guard let topic = unsafe rd_kafka_topic_new(pointer, topicName, nil) else {
            throw KafkaError(rd_kafka_last_error(), activity: activity)
        }
        defer { unsafe rd_kafka_topic_destroy(topic) }
        let queue = unsafe rd_kafka_queue_new(pointer)
        defer { unsafe rd_kafka_queue_destroy(queue) }
        for partition in partitions {
            guard unsafe rd_kafka_consume_start_queue(topic, partition, Int64(RD_KAFKA_OFFSET_BEGINNING), queue) == 0
            else { throw KafkaError(rd_kafka_last_error(), activity: activity) }
        }
        defer {
            for partition in partitions { unsafe rd_kafka_consume_stop(topic, partition) }
        }
        let batch = UnsafeMutableBufferPointer<UnsafeMutablePointer<rd_kafka_message_t>?>.allocate(
            capacity: batchSize)
        defer { unsafe batch.deallocate() }
        var left = count
        var bytes = 0
        while left > 0 {
            let taken = unsafe rd_kafka_consume_batch_queue(queue, 30_000, batch.baseAddress, batchSize)
            guard taken > 0 else { throw KafkaError(.timedOut, activity: activity) }
            for index in 0..<taken {
                if let message = unsafe batch[index] {
                    if unsafe message.pointee.err == RD_KAFKA_RESP_ERR_NO_ERROR {
                        left -= 1
                        bytes += unsafe message.pointee.len
                    }
                    unsafe rd_kafka_message_destroy(message)
                }
            }
        }
        return bytes
    }
}
