import ClusterTesting
import Foundation
import Testing

/// The reference's own flow: kafka-python, Kafka, Souk, HDFS, a report, and Spark as the judge.
@Suite(.needsSouk, .needsOracles, .needsCluster)
struct ReferenceFlowTests {
    private static let count = 20_000

    @Test func `kafka-python's messages go through Kafka into HDFS, and Spark agrees with the report to the centime`()
        throws
    {
        try withTemporaryDirectory { directory in
            let hdfs = try Cluster.hdfs.get()
            let revenue = try flow("/reference", Cluster.kafka.get(), hdfs, in: directory)
            let jars = try #require(Oracle.cluster).appending(path: "spark-delta").path
            let spark = try Oracle.run("spark_reads.py", ["hdfs://localhost:\(hdfs.rpcPort)/reference", jars])
            try #require(spark.exitCode == 0, "\(spark.errors.suffix(3_000))")
            let seen = try spark.json()
            #expect(seen["transactions"] as? Int == Self.count)
            #expect(seen["revenue"] as? String == revenue)
            #expect(seen["rejected"] as? Int == 0)
            #expect(seen["window_differences"] as? Int == 0)
            #expect(seen["windows"] as? Int ?? 0 > 100)
        }
    }

    @Test func `the same goes with Kafka on ZooKeeper`() throws {
        try withTemporaryDirectory { directory in
            _ = try flow("/zookeeper", Cluster.kafkaOnZooKeeper.get(), Cluster.hdfs.get(), in: directory)
        }
    }

    @Test(arguments: ["UTC", "Africa/Casablanca"])
    func `kafka-python's times without a zone are those of the machine's clock`(zone: String) throws {
        try withTemporaryDirectory { directory in
            let broker = try Cluster.kafka.get()
            let topic = try RealTopic("local-times", partitions: 3, on: broker)
            let clock = ["TZ": zone]
            // From an hour ago on, some seconds of sales.
            let producer = try Oracle.run(
                "reference_producer.py", [broker.address, topic.name, "200", "5"], environment: clock)
            try #require(producer.exitCode == 0, "\(producer.errors)")
            let account = try Souk.succeed(
                ["run", "--from", topic.url, "--lake", "lake", "--until-end", "--json"], environment: clock,
                directory: directory
            ).json()
            #expect(account["accepted"] as? Int == 200)
            let ages = """
                SELECT min(timestamp) > now() - INTERVAL 80 MINUTES, max(timestamp) < now() - INTERVAL 50 MINUTES
                FROM transactions
                """
            #expect(try Souk.row(ages, in: directory) == ["true", "true"])
        }
    }

    /// - Returns: the revenue, as decimal text.
    private func flow(_ path: String, _ broker: KafkaBroker, _ hdfs: HDFSCluster, in directory: URL) throws -> String {
        let topic = try RealTopic("ecommerce-transactions", partitions: 3, on: broker)
        let lake = hdfs.url(path)
        let producer = try Oracle.run("reference_producer.py", [broker.address, topic.name, "\(Self.count)", "11"])
        try #require(producer.exitCode == 0, "\(producer.errors)")
        let minorUnits = try #require(try producer.json()["revenue_minor_units"] as? Int)
        let revenue = "\(minorUnits / 100)." + String(minorUnits % 100 + 100).dropFirst()

        let account = try Souk.runToEnd(in: directory, log: topic.url, lake: lake)
        #expect(account["read"] as? Int == Self.count)
        #expect(account["accepted"] as? Int == Self.count)
        let report = try Souk.succeed(["report", "--lake", lake, "--format", "json"], directory: directory)
        #expect(report.output.contains("\"total_revenue\": \(revenue)"), "\(revenue): \(report.output.prefix(600))")
        let totals = try report.json()["totals"] as? [String: Any]
        #expect(totals?["transactions"] as? Int == Self.count)
        try Souk.verify(lake, log: topic.url, in: directory)
        let audit = try Oracle.run("kafka_lake_audit.py", [broker.address, topic.name, lake])
        try #require(audit.exitCode == 0, "\(audit.errors)")
        #expect(try audit.json()["differences"] as? Int == 0, "\(audit.output)")
        #expect(try audit.json()["messages"] as? Int == Self.count)
        return revenue
    }
}
