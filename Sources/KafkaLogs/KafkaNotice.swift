/// What a connection to Kafka has to say to whoever operates it.
public enum KafkaNotice: Sendable, Hashable {
    /// A line of librdkafka's own log, with syslog's severity, 0 (emergency) to 7 (debug).
    case library(severity: Int32, line: String)
    /// Something that is not as it should be and that nothing depends on.
    case warning(String)
}
