/// Which topic, on which cluster, and how to talk to it.
public struct KafkaLogSettings: Sendable {
    /// The brokers that are asked first, as `host:port`, with commas between them.
    public var bootstrapServers: String
    /// The topic's name.
    public var topic: String
    /// The consumer group that committed offsets are sent to, for monitors of lag.
    public var group: String
    /// Properties of librdkafka that the user has set, such as those of TLS and SASL; later ones replace earlier ones.
    public var properties: [(name: String, value: String)]
    /// How long an operation may take before the cluster counts as unreachable.
    public var timeout: Duration
    /// Is told what happens besides messages.
    public var notice: @Sendable (KafkaNotice) -> Void

    /// A topic of a cluster that can be had without credentials.
    public init(
        bootstrapServers: String, topic: String, group: String, properties: [(name: String, value: String)] = [],
        timeout: Duration = .seconds(30), notice: @escaping @Sendable (KafkaNotice) -> Void = { _ in }
    ) {
        self.bootstrapServers = bootstrapServers
        self.topic = topic
        self.group = group
        self.properties = properties
        self.timeout = timeout
        self.notice = notice
    }

    /// The topic as people write it, for messages.
    public var location: String { "kafka://\(bootstrapServers)/\(topic)" }
}
