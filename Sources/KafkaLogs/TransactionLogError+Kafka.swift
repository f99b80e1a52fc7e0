internal import Kafka
internal import TransactionLogs

extension TransactionLogError {
    /// What a failure of librdkafka means for the log.
    init(_ error: KafkaError, at location: String) {
        let (code, advice) = Self.meaning(of: error.code)
        self.init(code, "\(location): \(error). \(advice)", systemCode: error.code.rawValue)
    }

    private static func meaning(of code: KafkaError.Code) -> (Code, advice: String) {
        switch code {
        case .authentication, .saslAuthenticationFailed, .unsupportedMechanism:
            (.notPermitted, "Check kafka.username, kafka.password_file and kafka.sasl_mechanism.")
        case .tls:
            (
                .notPermitted,
                "Check kafka.ca_file, kafka.certificate_file and kafka.key_file, and that the broker's certificate names the "
                    + "host in the address."
            )
        case .topicAuthorizationFailed:
            (.notPermitted, "Let this user describe and read (or write) the topic: kafka-acls --add --topic …")
        case .groupAuthorizationFailed:
            (.notPermitted, "Let this user read the group: kafka-acls --add --group …")
        case .clusterAuthorizationFailed:
            (
                .notPermitted,
                "Let this user do that: kafka-acls --add --cluster …; whoever may write a topic may produce to it without."
            )
        case .unknownTopic, .unknownTopicOrPartition, .unknownPartition:
            (.missing, "Check the topic's name, or create it: souk produce --create-topic, or kafka-topics --create.")
        case .invalidTopic: (.missing, "Kafka allows letters, digits, `.`, `_` and `-`, at most 249 of them.")
        case .invalidArgument: (.notPermitted, "Change [kafka] in the configuration.")
        case .offsetOutOfRange, .automaticOffsetReset:
            (.offsetOutOfRange, "Retention has removed it, or the topic was created anew.")
        case .badMessage, .badCompression: (.damaged, "Check the broker's disks.")
        case .notImplemented, .unsupportedCompression:
            (.notPermitted, "Choose another kafka.compression, or a librdkafka that was built with this one.")
        case .invalidRecord:
            (.notPermitted, "The topic takes no such messages: a compacted one wants a key in each.")
        case .policyViolation, .invalidReplicationFactor, .invalidPartitions:
            (.notPermitted, "Create the topic in a way that the cluster allows: kafka-topics --create.")
        case .messageTooLarge:
            (
                .notPermitted,
                "Raise the topic's max.message.bytes and kafka.max_message_bytes, or send smaller messages."
            )
        default: (.unreachable, "Check that the brokers run and that this machine reaches their advertised addresses.")
        }
    }
}
