import Analysis
import KafkaLogs

/// What `[kafka]` holds. Any other property of librdkafka stands there under its own name, in quotes because of the dots.
extension ConfigurationTable {
    /// The entries with names of our own.
    static let kafkaEntries: [ConfigurationEntry] = [
        ConfigurationKey.kafkaSecurity.entry, ConfigurationKey.kafkaMechanism.entry,
        ConfigurationKey.kafkaUsername.entry, ConfigurationKey.kafkaPassword.entry,
        ConfigurationKey.kafkaPasswordFile.entry, ConfigurationKey.kafkaCAFile.entry,
        ConfigurationKey.kafkaCertificateFile.entry, ConfigurationKey.kafkaKeyFile.entry,
        ConfigurationKey.kafkaKeyPasswordFile.entry, ConfigurationKey.kafkaGroup.entry,
        ConfigurationKey.kafkaCompression.entry, ConfigurationKey.kafkaMaxMessageBytes.entry,
        ConfigurationKey.kafkaTimeout.entry,
    ]

    /// The entry for a property of librdkafka, such as `kafka.session.timeout.ms`; nil for a path that can't be one.
    static func kafkaProperty(at path: String) -> ConfigurationEntry? {
        guard path.hasPrefix("kafka.") else { return nil }
        let name = String(path.dropFirst("kafka.".count))
        // Without a dot it is rather one of our own names, misspelt, unless librdkafka knows it.
        guard name.contains(".") || KafkaProperties.isKnown(name) else { return nil }
        return ConfigurationEntry(
            section: "kafka", name: name, summary: "a property of librdkafka", defaultText: "", defaultJSON: .null,
            acceptedKinds: [.string, .integer, .boolean, .float], expectation: "a value of librdkafka's \(name)",
            read: { (text: String) throws(ValueProblem) -> any Sendable in
                if KafkaProperties.secrets.contains(name) {
                    throw ValueProblem(
                        "a secret does not belong into a configuration file",
                        hints: ["use kafka.password_file or kafka.key_password_file"])
                }
                if let problem = KafkaProperties.problem(with: name, value: text) {
                    let nearest = Suggestion.nearest(to: name, among: KafkaProperties.names)
                    throw ValueProblem(
                        problem, hints: nearest.map { $0 == name ? [] : ["did you mean \"\($0)\"?"] } ?? [])
                }
                return text
            },
            json: { ($0 as? String).map { .string($0) } ?? .null })
    }
}

extension ConfigurationKey<KafkaSecurity> {
    static let kafkaSecurity = ConfigurationKey(
        "kafka.security_protocol", default: .plaintext,
        "how connections are protected: plaintext, ssl, sasl_plaintext or sasl_ssl")
}

extension ConfigurationKey<KafkaMechanism> {
    static let kafkaMechanism = ConfigurationKey(
        "kafka.sasl_mechanism", default: .scramSHA512,
        "how name and password are shown: PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512")
}

extension ConfigurationKey<KafkaCompression> {
    static let kafkaCompression = ConfigurationKey(
        "kafka.compression", default: .lz4, "how what is produced is compressed: lz4, zstd, snappy, gzip or none")
}

extension ConfigurationKey<Secret> {
    static let kafkaPassword = ConfigurationKey(
        "kafka.password", default: Secret(argument: ""), "only as SOUK_KAFKA_PASSWORD; in files, use password_file")
}

extension ConfigurationKey<String> {
    static let kafkaUsername = ConfigurationKey("kafka.username", default: "", "the user's name for SASL")
    static let kafkaGroup = ConfigurationKey(
        "kafka.group", default: "",
        "consumer group that committed offsets are sent to, for monitors of lag; empty for the pipeline's name")
}

extension ConfigurationKey<OptionalPath> {
    static let kafkaPasswordFile = ConfigurationKey(
        "kafka.password_file", default: OptionalPath(), "file with the user's password and nothing else")
    static let kafkaCAFile = ConfigurationKey(
        "kafka.ca_file", default: OptionalPath(),
        "file (PEM) with the authorities that brokers are certified by; empty for the system's")
    static let kafkaCertificateFile = ConfigurationKey(
        "kafka.certificate_file", default: OptionalPath(), "file (PEM) with this client's certificate, for mutual TLS")
    static let kafkaKeyFile = ConfigurationKey(
        "kafka.key_file", default: OptionalPath(), "file (PEM) with this client's private key, for mutual TLS")
    static let kafkaKeyPasswordFile = ConfigurationKey(
        "kafka.key_password_file", default: OptionalPath(), "file with the private key's password")
}

extension ConfigurationKey<ByteSize> {
    static let kafkaMaxMessageBytes = ConfigurationKey(
        "kafka.max_message_bytes", default: ByteSize(bytes: 1_000_000),
        "longest message that is produced; the topic must allow it too",
        check: { $0.complaint(unlessIn: 1_000...1_000_000_000) })
}

extension ConfigurationKey<Duration> {
    static let kafkaTimeout = ConfigurationKey(
        "kafka.timeout", default: .seconds(30), "how long a start waits for a cluster that does not answer",
        check: { $0 >= .seconds(1) && $0 <= .seconds(3600) ? nil : "expected 1s to 1h, found \($0.argument)" })
}
