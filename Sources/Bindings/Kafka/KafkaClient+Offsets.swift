internal import CKafka

extension KafkaClient {
    /// The offsets that a partition holds, as its leader says now. For a consumer of committed messages, the end is that of
    /// the last stable offset.
    ///
    /// - Throws: `KafkaError`.
    public func offsets(of partition: Int32, in topic: String, timeout: Duration) throws(KafkaError) -> Range<Int64> {
        var low: Int64 = 0
        var high: Int64 = 0
        let result = unsafe rd_kafka_query_watermark_offsets(
            pointer, topic, partition, &low, &high, timeout.milliseconds)
        guard result == RD_KAFKA_RESP_ERR_NO_ERROR else {
            throw KafkaError(result, activity: "asking for the offsets of partition \(partition) of \(topic)")
        }
        return low..<max(low, high)
    }

    /// The end of a partition that is being read, as the last answer to a fetch said; nil before the first one.
    public func knownEnd(of partition: Int32, in topic: String) -> Int64? {
        var low: Int64 = 0
        var high: Int64 = 0
        let result = unsafe rd_kafka_get_watermark_offsets(pointer, topic, partition, &low, &high)
        return result == RD_KAFKA_RESP_ERR_NO_ERROR && high >= 0 ? high : nil
    }

    /// The first offset whose message has a timestamp (of creation, or of arrival, as the topic is set) at or after a time.
    ///
    /// - Parameter time: milliseconds since the epoch.
    /// - Returns: nil if all messages are older.
    /// - Throws: `KafkaError`.
    public func offset(
        of partition: Int32, in topic: String, at time: Int64, timeout: Duration
    ) throws(KafkaError) -> Int64? {
        let activity = "asking for the offset of partition \(partition) of \(topic) at a time"
        let list = unsafe rd_kafka_topic_partition_list_new(1)
        defer { unsafe rd_kafka_topic_partition_list_destroy(list) }
        let entry = unsafe rd_kafka_topic_partition_list_add(list, topic, partition)
        unsafe entry?.pointee.offset = time
        let result = unsafe rd_kafka_offsets_for_times(pointer, list, timeout.milliseconds)
        guard result == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaError(result, activity: activity) }
        guard let entry = unsafe entry else { return nil }
        guard unsafe entry.pointee.err == RD_KAFKA_RESP_ERR_NO_ERROR else {
            throw unsafe KafkaError(entry.pointee.err, activity: activity)
        }
        let offset = unsafe entry.pointee.offset
        return offset >= 0 ? offset : nil
    }

    /// Sends offsets to the consumer group of the client's settings, without waiting: `KafkaEvent.offsetsCommitted` tells
    /// what became of it.
    ///
    /// - Throws: `KafkaError` if the client has no group.
    public func commit(_ nextOffsets: [Int32: Int64], of topic: String) throws(KafkaError) {
        let list = unsafe rd_kafka_topic_partition_list_new(Int32(clamping: nextOffsets.count))
        defer { unsafe rd_kafka_topic_partition_list_destroy(list) }
        for (partition, offset) in nextOffsets {
            unsafe rd_kafka_topic_partition_list_add(list, topic, partition)?.pointee.offset = offset
        }
        let result = unsafe rd_kafka_commit_queue(pointer, list, mainEventQueue, nil, nil)
        guard result == RD_KAFKA_RESP_ERR_NO_ERROR else {
            throw KafkaError(result, activity: "committing offsets to the group")
        }
    }
}
