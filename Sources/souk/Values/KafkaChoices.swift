/// How a connection to Kafka is protected; the words are librdkafka's.
enum KafkaSecurity: String, ArgumentValue, CaseIterable {
    /// Neither encrypted nor authenticated.
    case plaintext
    /// TLS.
    case ssl
    /// A name and a password, which everybody on the way can read.
    case saslPlaintext = "sasl_plaintext"
    /// A name and a password over TLS.
    case saslTLS = "sasl_ssl"

    /// Whether a name and a password are shown.
    var usesPassword: Bool { self == .saslPlaintext || self == .saslTLS }
}

/// How a name and a password are shown to a broker (RFC 4616, RFC 5802).
enum KafkaMechanism: String, ArgumentValue, CaseIterable {
    /// As they are.
    case plain = "PLAIN"
    /// As proofs, with SHA-256.
    case scramSHA256 = "SCRAM-SHA-256"
    /// As proofs, with SHA-512.
    case scramSHA512 = "SCRAM-SHA-512"
}

/// How batches of messages are compressed.
enum KafkaCompression: String, ArgumentValue, CaseIterable {
    /// Fast.
    case lz4
    /// Small.
    case zstd
    /// Fast, for old consumers.
    case snappy
    /// Small, for old consumers.
    case gzip
    /// Not at all.
    case none
}
