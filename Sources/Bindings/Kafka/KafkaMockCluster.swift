internal import CKafka

/// librdkafka's own Kafka cluster inside the process: brokers that speak the protocol on loopback and keep messages in
/// memory, for tests.
///
/// `@unchecked Sendable`: the library's locks serialise its calls.
@safe
public final class KafkaMockCluster: @unchecked Sendable {
    private let client: KafkaClient
    private let pointer: OpaquePointer

    /// Starts brokers.
    ///
    /// - Throws: `KafkaError`.
    public init(brokers: Int32) throws(KafkaError) {
        client = try KafkaClient(.producer, KafkaConfiguration())
        guard let pointer = unsafe rd_kafka_mock_cluster_new(client.pointer, brokers) else {
            throw KafkaError(rd_kafka_last_error(), activity: "starting a mock cluster")
        }
        unsafe self.pointer = unsafe pointer
        // The brokers are numbered from 1, and the controller is 0 unless it is said otherwise.
        unsafe rd_kafka_mock_set_controller_id(pointer, 1)
    }

    deinit {
        unsafe rd_kafka_mock_cluster_destroy(pointer)
    }

    /// The brokers' addresses, as `bootstrap.servers` takes them.
    public var bootstrapServers: String { unsafe String(cString: rd_kafka_mock_cluster_bootstraps(pointer)) }

    /// Creates a topic.
    ///
    /// - Throws: `KafkaError`.
    public func createTopic(_ name: String, partitions: Int32) throws(KafkaError) {
        let result = unsafe rd_kafka_mock_topic_create(pointer, name, partitions, 1)
        guard result == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaError(result, activity: "creating \(name)") }
    }

    /// Deletes a topic; one of the same name that is created afterwards is another one.
    ///
    /// - Throws: `KafkaError`.
    public func deleteTopic(_ name: String) throws(KafkaError) {
        let result = unsafe rd_kafka_mock_topic_delete(pointer, name)
        guard result == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaError(result, activity: "deleting \(name)") }
    }

    /// Gives a partition another leader; nil for none.
    public func setLeader(_ broker: Int32?, of partition: Int32, in topic: String) {
        unsafe rd_kafka_mock_partition_set_leader(pointer, topic, partition, broker ?? -1)
    }

    /// Cuts a broker off, or brings it back.
    public func setBroker(_ broker: Int32, isUp: Bool) {
        if isUp {
            unsafe rd_kafka_mock_broker_set_up(pointer, broker)
        } else {
            unsafe rd_kafka_mock_broker_set_down(pointer, broker)
        }
    }

    /// Lets a topic's metadata be refused with an error from now on; nil ends that.
    public func setError(_ code: KafkaError.Code?, ofTopic topic: String) {
        unsafe rd_kafka_mock_topic_set_error(pointer, topic, rd_kafka_resp_err_t(rawValue: code?.rawValue ?? 0))
    }

    /// Kinds of requests, by their keys in Kafka's protocol.
    public enum Request: Int16, Sendable {
        /// Messages to be written.
        case produce = 0
        /// Questions for records.
        case fetch = 1
        /// Questions for offsets.
        case listOffsets = 2
    }

    /// Lets the next requests of a kind fail with these errors, one after the other, whichever broker they go to.
    public func failNext(_ request: Request, with codes: [KafkaError.Code]) {
        let errors = codes.map { rd_kafka_resp_err_t(rawValue: $0.rawValue) }
        unsafe errors.withUnsafeBufferPointer { errors in
            unsafe rd_kafka_mock_push_request_errors_array(pointer, request.rawValue, errors.count, errors.baseAddress)
        }
    }

    /// Lets requests of a kind succeed again.
    public func forgetErrors(of request: Request) {
        unsafe rd_kafka_mock_clear_request_errors(pointer, request.rawValue)
    }
}
