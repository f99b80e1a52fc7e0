import Foundation
import Lake
import LakeTesting
import Testing

/// Where the jars that Delta adds to Spark are.
enum SparkDelta {
    static let folder: URL = {
        let environment = ProcessInfo.processInfo.environment["SOUK_SHARED"].map { URL(filePath: $0) }
        let shared = environment ?? Python.repository.deletingLastPathComponent().appending(path: "shared")
        return shared.appending(path: "cluster/spark-delta")
    }()

    static let jars: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return files.filter { $0.pathExtension == "jar" }.map(\.path).sorted()
    }()

    static let isAvailable = Python.isAvailable && !jars.isEmpty
    static let absence = "needs \(Python.interpreter) and Delta's jars in \(folder.path) (or SOUK_SHARED)"
}

@Suite(.enabled(if: SparkDelta.isAvailable, Comment(rawValue: SparkDelta.absence)))
struct SparkTests {
    struct Seen: Decodable {
        var transactions: [String]
        var schema: [String]
        var windows: [Int]
        var rejected: [Int]
        var operations: [String]
        var bounded: [String]
        var after: [String]
        var version: Int64
        var files: [String]
    }

    static let script = """
        import sys, json, os
        from pyspark.sql import SparkSession
        from pyspark.sql.functions import expr
        root, jars = sys.argv[1], sys.argv[2]
        spark = (SparkSession.builder.master("local[1]").config("spark.jars", jars)
            .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
            .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
            .config("spark.sql.session.timeZone", "UTC").config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "1").config("spark.driver.memory", "1g")
            .config("spark.sql.warehouse.dir", root + "/warehouse").config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.databricks.delta.snapshotPartitions", "1").getOrCreate())
        path = root + "/transactions"
        def lines():
            df = spark.read.format("delta").load(path).withColumn("micros", expr("unix_micros(timestamp)"))
            return sorted("|".join(str(r[c]) for c in ("_partition", "_offset", "transaction_id", "user_id", "city",
                "category", "amount", "quantity", "payment_method", "micros")) for r in df.collect())
        def counts(name, column):
            df = spark.read.format("delta").load(f"{root}/{name}")
            return [df.count(), int(df.selectExpr(f"sum({column})").first()[0])]
        before = lines()
        schema = [f"{f.name} {f.dataType.simpleString()}" for f in spark.read.format("delta").load(path).schema]
        windows, rejected = counts("windows", "num_transactions"), counts("rejected", "length(payload)")
        operations = [r["operation"] for r in spark.sql(f"describe history delta.`{path}`").collect()]
        spark.read.format("delta").load(path).limit(10).write.format("delta").mode("append").save(path)
        log = sorted(name for name in os.listdir(path + "/_delta_log") if name.endswith(".json"))
        appended = [json.loads(line) for line in open(path + "/_delta_log/" + log[-1])]
        bounded = sorted({c for a in appended if "add" in a for c in json.loads(a["add"]["stats"])["minValues"]})
        spark.sql(f"optimize delta.`{path}`")
        spark.sql(f"delete from delta.`{path}` where _partition = 1 and _offset < 60")
        from py4j.java_gateway import java_import
        log = spark._jvm.org.apache.spark.sql.delta.DeltaLog.forTable(spark._jsparkSession, path)
        log.checkpoint()
        spark.read.format("delta").load(path).limit(2).write.format("delta").mode("append").save(path)
        after = lines()
        version = spark.sql(f"describe history delta.`{path}` limit 1").first()["version"]
        files = sorted(os.path.basename(f) for f in spark.read.format("delta").load(path).inputFiles())
        spark.stop()
        print()
        print(json.dumps({"transactions": before, "schema": schema, "windows": windows, "rejected": rejected,
            "operations": operations, "bounded": bounded, "after": after, "version": version, "files": files}))
        """

    @Test func `Spark reads all three tables, and what it appends, optimizes and deletes is read by us`() throws {
        try withTemporaryDirectory { root in
            var before = try InteroperabilityTests.fill(root)
            for _ in 0..<8 { _ = try before.transactions.commit([], info: Samples.info("NOTHING")) }
            #expect(try before.transactions.checkpointIfDue(now: Samples.now))
            let seen: Seen = try Python.run(
                Self.script, [root, SparkDelta.jars.joined(separator: ",")],
                environment: ["PYSPARK_PYTHON": Python.interpreter, "SPARK_LOCAL_IP": "127.0.0.1"])
            #expect(seen.transactions == InteroperabilityTests.expectedTransactions)
            #expect(
                seen.schema == [
                    "transaction_id string", "user_id string", "city string", "category string", "amount decimal(12,2)",
                    "quantity int", "payment_method string", "timestamp timestamp", "_partition int", "_offset bigint",
                ])
            #expect(seen.windows == [90, Samples.windows(90).reduce(0) { $0 + Int($1.transactionCount) }])
            #expect(seen.rejected == [60, Samples.rejections(60).reduce(0) { $0 + $1.payload.count }])
            #expect(seen.operations.contains("STREAMING UPDATE"))
            #expect(seen.operations.last == "CREATE TABLE")
            #expect(seen.bounded == ["_offset", "_partition", "amount", "quantity", "timestamp"])
            let after = try #require(try TransactionLake.open(on: LocalFileSystem(root: root)))
            #expect(after.transactions.version == seen.version)
            #expect(after.transactions.checkpointVersion == seen.version - 1)
            #expect(after.transactions.snapshot.sortedFiles.map(\.path) == seen.files)
            #expect(after.transactions.snapshot.transactionVersion(of: "p/1") == 350)
            #expect(try Samples.lines(after) == seen.after)
            var transactions = after.transactions
            #expect(try transactions.update().isEmpty)
            #expect(try before.transactions.update().count == Int(seen.version) - 10)
            #expect(before.transactions.snapshot.files.keys == transactions.snapshot.files.keys)
        }
    }
}
