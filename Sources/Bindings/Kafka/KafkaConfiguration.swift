internal import CKafka

/// librdkafka's settings, by the names of its CONFIGURATION.md.
///
/// `@unchecked Sendable` is not needed: a configuration is made, filled and handed to a client by one thread.
@safe
public final class KafkaConfiguration {
    private var pointer: OpaquePointer?

    /// The library's defaults.
    public init() {
        unsafe pointer = unsafe rd_kafka_conf_new()
    }

    deinit {
        if let pointer = unsafe pointer { unsafe rd_kafka_conf_destroy(pointer) }
    }

    /// Sets a property, of the client or of topics.
    ///
    /// - Throws: `KafkaError` with code `.invalidArgument` if there is no such property or the value is not one of its.
    public func set(_ name: String, _ value: String) throws(KafkaError) {
        var reason = ReasonBuffer()
        let result = unsafe reason.characters.withUnsafeMutableBufferPointer { text in
            unsafe rd_kafka_conf_set(pointer, name, value, text.baseAddress, text.count)
        }
        guard result == RD_KAFKA_CONF_OK else {
            throw KafkaError(
                .invalidArgument, message: reason.text,
                activity: "setting \(name)")
        }
    }

    /// Whether the library has a property of that name, of clients or of topics.
    public static func knows(_ name: String) -> Bool {
        let configuration = KafkaConfiguration()
        return unsafe rd_kafka_conf_set(configuration.pointer, name, nil, nil, 0) != RD_KAFKA_CONF_UNKNOWN
    }

    /// The names of the properties that have a value by default.
    public static var namesWithDefaults: [String] {
        let configuration = KafkaConfiguration()
        var count = 0
        let clients = unsafe rd_kafka_conf_dump(configuration.pointer, &count)
        let names = unsafe Self.names(clients, count)
        let topic = unsafe rd_kafka_topic_conf_new()
        defer { unsafe rd_kafka_topic_conf_destroy(topic) }
        let topics = unsafe rd_kafka_topic_conf_dump(topic, &count)
        return names + (unsafe Self.names(topics, count))
    }

    /// The first of each pair of a dump, which is freed.
    private static func names(_ pairs: UnsafeMutablePointer<UnsafePointer<CChar>?>?, _ count: Int) -> [String] {
        guard let pairs = unsafe pairs else { return [] }
        defer { unsafe rd_kafka_conf_dump_free(pairs, count) }
        return stride(from: 0, to: count, by: 2).compactMap { index in
            unsafe pairs[index].map { unsafe String(cString: $0) }
        }
    }

    /// Asks for events on the client's main queue.
    func enableEvents(_ mask: Int32) {
        unsafe rd_kafka_conf_set_events(pointer, mask)
    }

    /// A client with these settings, which take the configuration with them.
    func makeClient(_ type: rd_kafka_type_t, activity: String) throws(KafkaError) -> OpaquePointer {
        var reason = ReasonBuffer()
        let client = unsafe reason.characters.withUnsafeMutableBufferPointer { text in
            unsafe rd_kafka_new(type, pointer, text.baseAddress, text.count)
        }
        guard let client = unsafe client else {
            throw KafkaError(
                rd_kafka_last_error(), message: reason.text,
                activity: activity)
        }
        unsafe pointer = nil
        return unsafe client
    }
}
