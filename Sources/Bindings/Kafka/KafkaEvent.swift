/// Something that a client has to say besides messages.
public enum KafkaEvent: Sendable, Hashable {
    /// A failure that the client goes on from by itself: a connection lost, say.
    case error(KafkaError)
    /// A line of the library's log.
    ///
    /// - Parameters:
    ///   - level: syslog's severity, 0 (emergency) to 7 (debug).
    ///   - facility: what wrote it, such as `FAIL`.
    case log(level: Int32, facility: String, message: String)
    /// What became of a commit of offsets to a consumer group; nil for success.
    case offsetsCommitted(KafkaError?)
    /// Messages that were delivered, or not.
    case delivered(DeliveryReport)

    /// What became of a number of messages.
    public struct DeliveryReport: Sendable, Hashable {
        /// How many the brokers have.
        public var delivered = 0
        /// How many they don't have.
        public var failed = 0
        /// Which messages the brokers don't have, and why; the first of them only, so that memory stays bounded.
        public var failures: [DeliveryFailure] = []
        /// How many failures are told one by one.
        static let failuresMax = 16

        /// Why the first of those failed.
        public var firstError: KafkaError? { failures.first?.error }

        /// Nothing yet.
        public init() {}
    }
}
