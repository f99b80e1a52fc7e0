internal import CKafka

/// The library that is linked.
public enum KafkaLibrary {
    /// librdkafka's version, such as `2.0.2`.
    public static var version: String { unsafe String(cString: rd_kafka_version_str()) }
}
