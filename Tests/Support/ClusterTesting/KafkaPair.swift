import Foundation

/// Two Kafka brokers and a controller beside them, so that a partition can lose its leader while its other replica is behind.
public final class KafkaPair: Sendable {
    /// One of the brokers.
    public struct Broker: Sendable {
        /// Its number in the cluster.
        public let number: Int
        /// Its process: to kill and to start again.
        public let process: ServerProcess
        let port: Int

        /// Where clients find it: `localhost:PORT`.
        public var address: String { "localhost:\(port)" }
    }

    /// The brokers 2 and 3.
    public let brokers: [Broker]

    private let controller: ServerProcess

    /// Starts both without topics. A broker that is gone counts as dead after three seconds.
    public init(_ cluster: Cluster) throws {
        let controllerPort = try Loopback.freePort()
        var common = [
            "controller.quorum.voters": "1@127.0.0.1:\(controllerPort)", "controller.listener.names": "CONTROLLER",
            "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "broker.session.timeout.ms": "3000", "broker.heartbeat.interval.ms": "500",
        ]
        controller = try Self.server(
            cluster, number: 1, port: controllerPort,
            common.merging([
                "process.roles": "controller", "listeners": "CONTROLLER://127.0.0.1:\(controllerPort)",
            ]) { $1 }, megabytes: 192)
        common["inter.broker.listener.name"] = "PLAINTEXT"
        common["auto.create.topics.enable"] = "false"
        common["offsets.topic.replication.factor"] = "2"
        common["offsets.topic.num.partitions"] = "1"
        common["replica.lag.time.max.ms"] = "3000"
        let ports = [try Loopback.freePort(), try Loopback.freePort()]
        let settings = common
        brokers = try ports.enumerated().map { index, port in
            let process = try Self.server(
                cluster, number: index + 2, port: port,
                settings.merging([
                    "process.roles": "broker", "listeners": "PLAINTEXT://127.0.0.1:\(port)",
                    "advertised.listeners": "PLAINTEXT://localhost:\(port)",
                ]) { $1 }, megabytes: 256)
            return Broker(number: index + 2, process: process, port: port)
        }
        for process in [controller] + brokers.map(\.process) { try process.launch() }
        for process in [controller] + brokers.map(\.process) { try process.waitUntilReady() }
    }

    /// Ends all three.
    public func stop() {
        for process in brokers.map(\.process) + [controller] { process.kill() }
    }

    /// Creates a topic with one partition on both brokers, led by the first; whoever is left of them may lead it, with what it
    /// has.
    public func createTopic(_ topic: String) throws {
        try admin(
            [
                "create-on", topic, brokers.map { String($0.number) }.joined(separator: ","),
                "unclean.leader.election.enable=true", "min.insync.replicas=1",
            ], at: brokers[0])
    }

    /// Waits until a partition is led by a broker, with so many replicas in sync.
    public func waitForLeader(_ broker: Broker, of topic: String, inSync count: Int) throws {
        try admin(["await-leader", topic, String(broker.number), String(count)], at: broker)
    }

    private func admin(_ arguments: [String], at broker: Broker) throws {
        let script = Cluster.repository.appending(path: "Tests/Support/ClusterTesting/kafka_admin.py").path
        try Command.succeed(
            Cluster.python, [script, broker.address] + arguments, environment: ["PYTHONDONTWRITEBYTECODE": "1"])
    }

    private static func server(
        _ cluster: Cluster, number: Int, port: Int, _ properties: [String: String], megabytes: Int
    ) throws -> ServerProcess {
        let directory = try cluster.directory("kafka-\(number)")
        let file = directory.appending(path: "server.properties")
        var properties = properties
        properties["node.id"] = String(number)
        properties["log.dirs"] = directory.appending(path: "data").path
        try Properties.text(properties).write(to: file, atomically: true, encoding: .utf8)
        let jars = "\(cluster.folder.path)/kafka/*"
        try Command.succeed(
            "java",
            ServerProcess.virtualMachine(cluster, jars) + [
                "kafka.tools.StorageTool", "format", "-t", "5M7h4oTiU-fNDuL--Y97tx", "-c", file.path,
            ])
        return ServerProcess(
            "kafka-\(number)", of: cluster, classPath: jars, ["kafka.Kafka", file.path], ports: [port],
            megabytes: megabytes)
    }
}
