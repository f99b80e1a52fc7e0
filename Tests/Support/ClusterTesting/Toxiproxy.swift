import Foundation

/// A server of proxies that can delay, throttle and cut what passes through them.
public final class Toxiproxy: Sendable {
    /// Its process.
    public let process: ServerProcess

    private let api: String

    /// Starts one without proxies.
    public init(_ cluster: Cluster) throws {
        let port = try Loopback.freePort()
        api = "http://127.0.0.1:\(port)"
        process = ServerProcess(
            "toxiproxy", of: cluster, "\(cluster.folder.path)/bin/toxiproxy-server",
            ["-host", "127.0.0.1", "-port", "\(port)"], ports: [port])
        try process.start()
    }

    /// The proxy before a broker's second door: `KafkaBroker.proxiedAddress`.
    public func proxy(of broker: KafkaBroker) throws -> Proxy {
        try proxy(
            "kafka-\(broker.ports.proxy)", listen: "127.0.0.1:\(broker.ports.proxy)",
            upstream: "127.0.0.1:\(broker.ports.behindProxy)")
    }

    /// The proxies before a NameNode and its DataNode, which must have been set up as proxied: `HDFSCluster.proxiedAddress`.
    public func proxies(of hdfs: HDFSCluster) throws -> (nameNode: Proxy, dataNode: Proxy) {
        (
            try proxy(
                "namenode-\(hdfs.proxyPort)", listen: "127.0.0.1:\(hdfs.proxyPort)",
                upstream: "127.0.0.1:\(hdfs.httpPort)"),
            try proxy(
                "datanode-\(hdfs.dataHTTPPort)", listen: "\(HDFSCluster.proxiedHost):\(hdfs.dataHTTPPort)",
                upstream: "127.0.0.1:\(hdfs.dataHTTPPort)")
        )
    }

    /// A proxy before a Spark Connect server, and the port where it listens.
    public func proxy(of server: SparkServer) throws -> (proxy: Proxy, port: Int) {
        let port = try Loopback.freePort()
        return (
            try proxy("spark-\(port)", listen: "127.0.0.1:\(port)", upstream: "127.0.0.1:\(server.port)"), port
        )
    }

    /// A proxy before any server.
    ///
    /// - Parameters:
    ///   - listen: where clients come to, `HOST:PORT`.
    ///   - upstream: where the server is, `HOST:PORT`.
    public func proxy(_ name: String, listen: String, upstream: String) throws -> Proxy {
        try JSONExchange.send(
            "POST", "\(api)/proxies", ["name": name, "listen": listen, "upstream": upstream, "enabled": true])
        return Proxy(name: name, url: "\(api)/proxies/\(name)")
    }

    /// One proxy.
    public struct Proxy: Sendable {
        /// What it is called.
        public let name: String

        let url: String

        /// Does something to all connections, those that are open and those to come, until it is removed.
        public func add(_ toxic: Toxic) throws {
            try JSONExchange.send(
                "POST", "\(url)/toxics",
                [
                    "name": "\(toxic.type)_\(toxic.direction.rawValue)", "type": toxic.type,
                    "stream": toxic.direction.rawValue, "toxicity": 1, "attributes": toxic.attributes,
                ])
        }

        /// Cuts all connections and refuses new ones.
        public func disable() throws { try JSONExchange.send("POST", url, ["enabled": false]) }

        /// Lets connections through again, as they are.
        public func restore() throws {
            let toxics = try JSONExchange.get(url)["toxics"] as? [[String: Any]] ?? []
            for name in toxics.compactMap({ $0["name"] as? String }) {
                try JSONExchange.send("DELETE", "\(url)/toxics/\(name)")
            }
            try JSONExchange.send("POST", url, ["enabled": true])
        }
    }
}
