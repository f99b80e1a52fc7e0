import ClusterTesting
import Foundation
import Testing

/// A lake on HDFS that both engines can feed from one topic.
struct SparkLake {
    /// Souk speaks WebHDFS, which a URL with Spark's port does not lead to; and a test's data are few.
    static func environment(_ hdfs: HDFSCluster) -> [String: String] {
        [
            "SOUK_HDFS_HTTP_ADDRESS": hdfs.address, "SOUK_SPARK_SHUFFLE_PARTITIONS": "2",
            "SOUK_SPARK_SETTLE_INTERVAL": "2s",
        ]
    }

    let topic: RealTopic
    let hdfs: HDFSCluster
    let engine: String
    let directory: URL
    /// The lake as Spark and Souk know it.
    let url: String
    /// The lake for readers that speak WebHDFS only.
    let webURL: String

    init(_ name: String, _ topic: RealTopic, in directory: URL) throws {
        let path = "/\(topic.name)-\(name)"
        self.topic = topic
        self.directory = directory
        hdfs = try Cluster.hdfs.get()
        engine = try Cluster.spark.get().address
        url = "hdfs://localhost:\(hdfs.rpcPort)\(path)"
        webURL = hdfs.url(path)
    }

    /// The arguments that begin a run.
    func arguments(onSpark: Bool) -> [String] {
        ["run", "--from", topic.url, "--lake", url] + (onSpark ? ["--engine", engine] : [])
    }

    /// Starts a run that follows the topic.
    func start(onSpark: Bool, _ more: [String] = []) throws -> RunningProcess {
        try Souk.start(
            arguments(onSpark: onSpark) + more, environment: Self.environment(hdfs), directory: directory)
    }

    /// Runs to the topic's present end.
    ///
    /// - Returns: the account of the lake's whole life.
    @discardableResult
    func runToEnd(onSpark: Bool, sourceLocation: SourceLocation = #_sourceLocation) throws -> [String: Any] {
        try Souk.succeed(
            arguments(onSpark: onSpark) + ["--until-end", "--json"], environment: Self.environment(hdfs),
            directory: directory, sourceLocation: sourceLocation
        ).json()
    }

    /// Audits the lake with Souk and with readers that share no code with it; both must find it right.
    ///
    /// - Returns: what the independent readers counted.
    @discardableResult
    func check(sourceLocation: SourceLocation = #_sourceLocation) throws -> [String: Any] {
        try Souk.verify(webURL, log: topic.url, in: directory, sourceLocation: sourceLocation)
        let audit = try Oracle.run("kafka_lake_audit.py", [topic.broker.address, topic.name, webURL])
        try #require(audit.exitCode == 0, "\(audit.errors)", sourceLocation: sourceLocation)
        let found = try audit.json()
        #expect(found["differences"] as? Int == 0, "\(found)", sourceLocation: sourceLocation)
        #expect(found["messages"] as? Int == (try topic.count()), sourceLocation: sourceLocation)
        return found
    }

    /// How many rows `transactions` has; nil as long as there is no lake.
    func transactions() -> Int? { Souk.transactions(in: directory, lake: webURL) }
}
