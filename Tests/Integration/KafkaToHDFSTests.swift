import ClusterTesting
import Foundation
import Testing

/// The reference's own flow on the real parts: its producer, Kafka, `souk run`, HDFS, `souk report`.
@Suite(.serialized, .needsSouk, .needsOracles, .needsCluster)
struct KafkaToHDFSTests {
    @Test(arguments: ["kafka", "zookeeper"])
    func `what the reference's producer writes is in the report to the centime, and Spark agrees`(kind: String) throws {
        let kafka = try (kind == "kafka" ? Cluster.kafka : Cluster.kafkaOnZooKeeper).get()
        let hdfs = try Cluster.hdfs.get()
        try hdfs.waitUntilWritable()
        let topic = "reference-\(kind)"
        try kafka.createTopic(topic)
        let producer = try Oracle.run("reference_producer.py", [kafka.address, topic, "20000", "7"])
        try #require(producer.exitCode == 0, "\(producer.errors)")
        let written = try producer.json()
        let lake = hdfs.url("/\(topic)")
        try withTemporaryDirectory { directory in
            let read = try Souk.runToEnd(in: directory, log: kafka.url(topic), lake: lake)
            #expect(read["accepted"] as? Int == 20_000, "\(read)")
            try Souk.verify(lake, log: kafka.url(topic), in: directory)
            let report = try Souk.succeed(["report", "--lake", lake, "--format", "json"], directory: directory)
            #expect(report.output.contains("20000"))
            let centimes = try #require(written["revenue_minor_units"] as? Int)
            let revenue = try Souk.row(
                "SELECT CAST(sum(amount) * 100 AS BIGINT) FROM transactions", in: directory, lake: lake)
            #expect(revenue == [String(centimes)])
            // The tables do not depend on the broker, and Spark takes its time.
            guard kind == "kafka" else { return }
            try expectSpark(on: "hdfs://localhost:\(hdfs.rpcPort)/\(topic)", centimes: centimes)
        }
    }

    @Test func `of transactions only what was committed is read, and their markers are no losses`() throws {
        let kafka = try Cluster.kafka.get()
        let topic = "in-transactions"
        try kafka.createTopic(topic)
        try withTemporaryDirectory { directory in
            let sales = try Souk.succeed(
                ["produce", "--to", "-", "--count", "1200", "--seed", "7"], directory: directory
            ).lines
            // Every third one is given up, also the last, behind which there are only markers.
            let transactions = try stride(from: 0, to: sales.count, by: 100).map { start in
                try JSONSerialization.data(
                    withJSONObject: [
                        "commit": start / 100 % 3 != 2, "messages": Array(sales[start..<start + 100]),
                    ])
            }
            let file = directory.appending(path: "transactions.jsonl")
            try Data(transactions.joined(separator: [UInt8(ascii: "\n")])).write(to: file)
            try kafka.produceTransactions(topic, from: file)
            let read = try Souk.runToEnd(in: directory, log: kafka.url(topic))
            #expect(read["accepted"] as? Int == 800, "\(read)")
            let checks = try Souk.verify(log: kafka.url(topic), in: directory)
            #expect(checks["log_messages"]?.hasPrefix("the 800 messages") == true, "\(checks)")
            #expect(try Souk.runToEnd(in: directory, log: kafka.url(topic))["read"] as? Int == 0)
            let tail = try Souk.succeed(
                ["tail", kafka.url(topic), "-o", "beginning", "-e"], directory: directory)
            #expect(tail.lines.count == 800)
        }
    }

    private func expectSpark(on lake: String, centimes: Int) throws {
        guard let jars = Oracle.cluster?.appending(path: "spark-delta").path else { return }
        let spark = try Oracle.run("spark_reads.py", [lake, jars])
        try #require(spark.exitCode == 0, "\(spark.errors)")
        let seen = try spark.json()
        #expect(seen["transactions"] as? Int == 20_000)
        #expect(seen["window_differences"] as? Int == 0)
        let digits = (seen["revenue"] as? String)?.filter { $0 != "." }
        #expect(digits == String(centimes))
    }
}
