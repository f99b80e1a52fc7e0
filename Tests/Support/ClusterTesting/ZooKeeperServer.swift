import Foundation

/// A ZooKeeper for a Kafka that needs one.
public final class ZooKeeperServer: Sendable {
    /// Where it listens.
    public let port: Int

    /// Its process.
    public let process: ServerProcess

    /// Starts one with no data.
    public init(_ cluster: Cluster) throws {
        port = try Loopback.freePort()
        let directory = try cluster.directory("zookeeper")
        let settings = directory.appending(path: "zoo.cfg")
        try Properties.text([
            "dataDir": directory.path, "clientPort": "\(port)", "clientPortAddress": "127.0.0.1",
            "admin.enableServer": "false", "maxClientCnxns": "0",
        ]).write(to: settings, atomically: true, encoding: .utf8)
        process = ServerProcess(
            "zookeeper", of: cluster, classPath: "\(cluster.folder.path)/kafka-zookeeper/*",
            ["org.apache.zookeeper.server.quorum.QuorumPeerMain", settings.path], ports: [port], megabytes: 256)
        try process.start()
    }
}
