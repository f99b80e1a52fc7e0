internal import CKafka

/// A failure that librdkafka reported: its own code and message, and what was being done.
public struct KafkaError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The library's code: a number of Kafka's protocol if it is positive, librdkafka's own if it is negative.
    public struct Code: RawRepresentable, Sendable, Hashable {
        /// The number, a `rd_kafka_resp_err_t`.
        public var rawValue: Int32

        /// Wraps a number of the library.
        public init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        /// The library's name of the code, such as `_TIMED_OUT` or `UNKNOWN_TOPIC_OR_PART`.
        public var name: String {
            unsafe String(cString: rd_kafka_err2name(rd_kafka_resp_err_t(rawValue: rawValue)))
        }

        /// What the library says about the code.
        public var explanation: String {
            unsafe String(cString: rd_kafka_err2str(rd_kafka_resp_err_t(rawValue: rawValue)))
        }
    }

    /// The library's code.
    public var code: Code
    /// The library's message.
    public var message: String
    /// What was being done, such as `asking for the partitions of sales`.
    public var activity: String

    /// A failure with the library's code and message.
    public init(_ code: Code, message: String? = nil, activity: String) {
        self.code = code
        self.message = message ?? code.explanation
        self.activity = activity
    }

    init(_ code: rd_kafka_resp_err_t, message: String? = nil, activity: String) {
        self.init(Code(rawValue: code.rawValue), message: message, activity: activity)
    }

    /// What failed, the library's message and its name for the code.
    public var description: String {
        "\(activity): \(message) (\(code.name))"
    }
}

extension KafkaError.Code {
    /// A setting that contradicts another, or is not one.
    public static let invalidArgument = Self(RD_KAFKA_RESP_ERR__INVALID_ARG)
    /// No answer in time.
    public static let timedOut = Self(RD_KAFKA_RESP_ERR__TIMED_OUT)
    /// A connection could not be made, or broke.
    public static let transport = Self(RD_KAFKA_RESP_ERR__TRANSPORT)
    /// A broker's name could not be resolved.
    public static let resolve = Self(RD_KAFKA_RESP_ERR__RESOLVE)
    /// No broker is connected.
    public static let allBrokersDown = Self(RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN)
    /// A TLS handshake failed.
    public static let tls = Self(RD_KAFKA_RESP_ERR__SSL)
    /// The broker did not accept the credentials.
    public static let authentication = Self(RD_KAFKA_RESP_ERR__AUTHENTICATION)
    /// The broker did not accept the credentials.
    public static let saslAuthenticationFailed = Self(RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED)
    /// The broker does not know the SASL mechanism.
    public static let unsupportedMechanism = Self(RD_KAFKA_RESP_ERR_UNSUPPORTED_SASL_MECHANISM)
    /// The library's word for a topic that the cluster does not have.
    public static let unknownTopic = Self(RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC)
    /// The library's word for a partition that the topic does not have.
    public static let unknownPartition = Self(RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION)
    /// The broker's word for a topic or a partition that the cluster does not have.
    public static let unknownTopicOrPartition = Self(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART)
    /// A topic's name that Kafka does not allow.
    public static let invalidTopic = Self(RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION)
    /// No right to read, describe or write the topic.
    public static let topicAuthorizationFailed = Self(RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED)
    /// No right to use the consumer group.
    public static let groupAuthorizationFailed = Self(RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED)
    /// No right to do that in the cluster.
    public static let clusterAuthorizationFailed = Self(RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED)
    /// The partition has no leader at the moment.
    public static let leaderNotAvailable = Self(RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE)
    /// The broker that was asked does not lead the partition: it did, or it will in a moment.
    public static let notLeader = Self(RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION)
    /// The offset is not in the partition.
    public static let offsetOutOfRange = Self(RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE)
    /// The library would have had to choose another offset, and is not allowed to.
    public static let automaticOffsetReset = Self(RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET)
    /// The end of a partition was reached.
    public static let partitionEnd = Self(RD_KAFKA_RESP_ERR__PARTITION_EOF)
    /// The library's queue of messages to send is full.
    public static let queueFull = Self(RD_KAFKA_RESP_ERR__QUEUE_FULL)
    /// A message is larger than the settings or the topic allow.
    public static let messageTooLarge = Self(RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE)
    /// The topic exists already.
    public static let topicAlreadyExists = Self(RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS)
    /// A message's checksum or structure is wrong.
    public static let badMessage = Self(RD_KAFKA_RESP_ERR__BAD_MSG)
    /// Messages that can't be decompressed.
    public static let badCompression = Self(RD_KAFKA_RESP_ERR__BAD_COMPRESSION)
    /// The library was built without what this needs, a compression say.
    public static let notImplemented = Self(RD_KAFKA_RESP_ERR__NOT_IMPLEMENTED)
    /// The broker does not know the compression.
    public static let unsupportedCompression = Self(RD_KAFKA_RESP_ERR_UNSUPPORTED_COMPRESSION_TYPE)
    /// The broker refuses a message for what it is: without a key for a compacted topic, say.
    public static let invalidRecord = Self(RD_KAFKA_RESP_ERR_INVALID_RECORD)
    /// The cluster's rules forbid it.
    public static let policyViolation = Self(RD_KAFKA_RESP_ERR_POLICY_VIOLATION)
    /// The cluster has too few brokers for a topic's replicas.
    public static let invalidReplicationFactor = Self(RD_KAFKA_RESP_ERR_INVALID_REPLICATION_FACTOR)
    /// A number of partitions that a topic can't have.
    public static let invalidPartitions = Self(RD_KAFKA_RESP_ERR_INVALID_PARTITIONS)
    /// The cluster's disks refuse.
    public static let storage = Self(RD_KAFKA_RESP_ERR_KAFKA_STORAGE_ERROR)
    /// A fatal error of the idempotent producer.
    public static let fatal = Self(RD_KAFKA_RESP_ERR__FATAL)

    init(_ code: rd_kafka_resp_err_t) {
        self.init(rawValue: code.rawValue)
    }
}
