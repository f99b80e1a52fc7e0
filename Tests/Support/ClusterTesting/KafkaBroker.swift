import Foundation

/// One Kafka broker, with two doors for plain clients: one of its own and one that stands behind a proxy, and, when it is
/// secured, two more with TLS.
public final class KafkaBroker: Sendable {
    /// How a broker is set up.
    public struct Settings: Sendable {
        /// On this ZooKeeper: Kafka 3.9; Kafka 4 with its own consensus if nil.
        public var zooKeeper: ZooKeeperServer?

        /// TLS and SASL, beside the plain doors.
        public var security: KafkaSecurity?

        /// Further properties of the broker.
        public var properties: [String: String] = [:]

        /// A plain Kafka 4.
        public init() {}
    }

    /// The ports of a broker.
    struct Ports: Sendable {
        let plain: Int
        let behindProxy: Int
        let proxy: Int
        let controller: Int
        let tls: Int
        let sasl: Int

        init() throws(ClusterError) {
            plain = try Loopback.freePort()
            behindProxy = try Loopback.freePort()
            proxy = try Loopback.freePort()
            controller = try Loopback.freePort()
            tls = try Loopback.freePort()
            sasl = try Loopback.freePort()
        }
    }

    /// Its process: to stop, kill, pause and start again.
    public let process: ServerProcess

    let cluster: Cluster
    let ports: Ports
    let settings: Settings

    /// Starts a broker without topics.
    public init(_ cluster: Cluster, _ settings: Settings = Settings()) throws {
        self.cluster = cluster
        self.settings = settings
        ports = try Ports()
        let isKraft = settings.zooKeeper == nil
        let directory = try cluster.directory("kafka")
        let file = directory.appending(path: "server.properties")
        let configuration = KafkaConfiguration(
            ports: ports, settings: settings, data: directory.appending(path: "data"))
        try Properties.text(configuration.properties).write(to: file, atomically: true, encoding: .utf8)
        let jars = "\(cluster.folder.path)/\(isKraft ? "kafka" : "kafka-zookeeper")/*"
        if isKraft {
            try Command.succeed(
                "java",
                ServerProcess.virtualMachine(cluster, jars) + [
                    "kafka.tools.StorageTool", "format", "-t", "4L6g3nShT-eMCtK--X86sw", "-c", file.path,
                ])
        }
        process = ServerProcess(
            isKraft ? "kafka" : "kafka-zookeeper", of: cluster, classPath: jars, ["kafka.Kafka", file.path],
            ports: [ports.plain, ports.behindProxy] + (settings.security == nil ? [] : [ports.tls, ports.sasl]))
        try process.start()
        if settings.security != nil {
            for user in KafkaSecurity.users { try setPassword(KafkaSecurity.password(of: user), of: user) }
        }
    }

    /// Where clients find it: `localhost:PORT`.
    public var address: String { "localhost:\(ports.plain)" }

    /// Where clients find it through the proxy that `Toxiproxy.proxy(of:)` makes; they are also sent back there.
    public var proxiedAddress: String { "localhost:\(ports.proxy)" }

    /// Where clients with TLS find it, who may show a certificate; a secured broker's only.
    public var tlsAddress: String { "localhost:\(ports.tls)" }

    /// Where clients with TLS and a password find it; a secured broker's only.
    public var saslAddress: String { "localhost:\(ports.sasl)" }

    /// What its clients need to come through the secured doors; nil if it has none.
    public var security: KafkaSecurity? { settings.security }

    /// The log's URL for a topic.
    public func url(_ topic: String) -> String { "kafka://\(address)/\(topic)" }

    /// The log's URL for a topic, through the proxy.
    public func proxiedURL(_ topic: String) -> String { "kafka://\(proxiedAddress)/\(topic)" }
}
