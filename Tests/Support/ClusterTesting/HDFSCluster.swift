import Foundation

/// A NameNode and a DataNode.
///
/// WebHDFS sends clients from the NameNode on to the address that the DataNode gives. With a proxy that address is the same
/// port on another loopback address, 127.0.0.2, so that whoever goes through the NameNode's proxy goes through the
/// DataNode's too.
public final class HDFSCluster: Sendable {
    /// How they are set up.
    public struct Settings: Sendable {
        /// Whether clients are sent to the DataNode through its proxy.
        public var isProxied = false

        /// Further properties of `hdfs-site.xml`.
        public var properties: [String: String] = [:]

        /// Without proxies and without permissions.
        public init() {}
    }

    /// Where the DataNode's proxy listens, on the DataNode's own port.
    static let proxiedHost = "127.0.0.2"

    /// The NameNode's process.
    public let nameNode: ServerProcess

    /// The DataNode's process.
    public let dataNode: ServerProcess

    /// The port of Hadoop's own protocol, which Spark speaks.
    public let rpcPort: Int

    let httpPort: Int
    let proxyPort: Int
    let dataHTTPPort: Int
    private let cluster: Cluster
    private let classPath: String

    /// Starts an empty file system, and waits until it can be written to.
    public init(_ cluster: Cluster, _ settings: Settings = Settings()) throws {
        self.cluster = cluster
        rpcPort = try Loopback.freePort()
        httpPort = try Loopback.freePort()
        proxyPort = try Loopback.freePort()
        dataHTTPPort = try Loopback.freePort()
        let directory = try cluster.directory("hdfs")
        classPath = "\(directory.path):\(cluster.folder.path)/hdfs:\(cluster.folder.path)/hdfs/*"
        try Properties.xml([
            "fs.defaultFS": "hdfs://localhost:\(rpcPort)", "hadoop.tmp.dir": "\(directory.path)/tmp",
        ]).write(to: directory.appending(path: "core-site.xml"), atomically: true, encoding: .utf8)
        let site = [
            "dfs.replication": "1", "dfs.permissions.enabled": "false",
            "dfs.namenode.name.dir": "file://\(directory.path)/name",
            "dfs.datanode.data.dir": "file://\(directory.path)/data",
            "dfs.namenode.http-address": "localhost:\(httpPort)",
            "dfs.datanode.address": "127.0.0.1:\(try Loopback.freePort())",
            "dfs.datanode.http.address": "127.0.0.1:\(dataHTTPPort)",
            "dfs.datanode.ipc.address": "127.0.0.1:\(try Loopback.freePort())",
            "dfs.datanode.hostname": settings.isProxied ? Self.proxiedHost : "localhost",
            "dfs.namenode.safemode.extension": "0",
            // The DataNode asks again so soon whether the NameNode has heard of a file's last block; Hadoop's 400 ms are slow.
            "dfs.client.block.write.locateFollowingBlock.initial.delay.ms": "20",
            "dfs.client.block.write.replace-datanode-on-failure.policy": "NEVER",
        ].merging(settings.properties) { $1 }
        try Properties.xml(site)
            .write(to: directory.appending(path: "hdfs-site.xml"), atomically: true, encoding: .utf8)
        let server = "org.apache.hadoop.hdfs.server"
        try Command.succeed(
            "java",
            ServerProcess.virtualMachine(cluster, classPath)
                + ["\(server).namenode.NameNode", "-format", "-nonInteractive"])
        nameNode = ServerProcess(
            "namenode", of: cluster, classPath: classPath, ["\(server).namenode.NameNode"],
            ports: [httpPort, rpcPort])
        dataNode = ServerProcess(
            "datanode", of: cluster, classPath: classPath, ["\(server).datanode.DataNode"], ports: [dataHTTPPort])
        try nameNode.start()
        try dataNode.start()
        try waitUntilWritable()
    }

    /// The NameNode's WebHDFS: `localhost:PORT`.
    public var address: String { "localhost:\(httpPort)" }

    /// The same through the proxies that `Toxiproxy.proxies(of:)` makes.
    public var proxiedAddress: String { "localhost:\(proxyPort)" }

    /// The lake's URL for a path, such as `/lake`.
    public func url(_ path: String) -> String { "webhdfs://\(address)\(path)" }

    /// The lake's URL for a path, through the proxies.
    public func proxiedURL(_ path: String) -> String { "webhdfs://\(proxiedAddress)\(path)" }

    /// Waits until a DataNode has reported and safe mode is over.
    public func waitUntilWritable(seconds: Double = 90) throws {
        let url = "http://\(address)/jmx?qry=Hadoop:service=NameNode,name=FSNamesystemState"
        let deadline = Date(timeIntervalSinceNow: seconds)
        while Date() < deadline {
            if let beans = try? JSONExchange.get(url)["beans"] as? [[String: Any]], let state = beans.first,
                state["FSState"] as? String == "Operational", (state["NumLiveDataNodes"] as? Int ?? 0) > 0
            {
                return
            }
            Thread.sleep(forTimeInterval: 0.1)
        }
        throw ClusterError("HDFS at \(address) cannot be written to after \(seconds) s: \(nameNode.lastWords)")
    }

    /// Hadoop's tool for administrators, such as `["-safemode", "enter"]` or `["-setSpaceQuota", "1m", "/lake"]`.
    @discardableResult
    public func administer(_ arguments: [String]) throws -> String {
        try hadoop("org.apache.hadoop.hdfs.tools.DFSAdmin", arguments)
    }

    /// Any tool of Hadoop's by its class, such as `org.apache.hadoop.fs.FsShell`.
    ///
    /// - Returns: what it printed.
    @discardableResult
    public func hadoop(_ class: String, _ arguments: [String]) throws -> String {
        try Command.succeed("java", ServerProcess.virtualMachine(cluster, classPath) + [`class`] + arguments)
    }

    /// Ends both.
    public func stop() {
        dataNode.stop()
        nameNode.stop()
    }
}
