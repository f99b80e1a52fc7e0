import Foundation
import Testing

@Suite(
    .needsSouk, .needsOracles,
    .enabled(
        if: Oracle.cluster != nil, "Spark's Delta jars are not there: set SOUK_CLUSTER to the folder of real servers"))
struct SparkTests {
    @Test func `Spark reads the three tables and agrees to the centime`() throws {
        let jars = try #require(Oracle.cluster).appending(path: "spark-delta").path
        try withTemporaryDirectory { directory in
            try Souk.produce(50_000, into: directory, ["--broken", "0.01"])
            try Souk.runToEnd(in: directory, ["--commit-rows", "15000"])
            let lake = directory.appending(path: "lake")
            let spark = try Oracle.run("spark_reads.py", [lake.path, jars])
            try #require(spark.exitCode == 0, "\(spark.errors)")
            let seen = try spark.json()
            let other = try LakeContent.read(lake)
            for key in ["transactions", "windows", "rejected"] {
                #expect(seen[key] as? Int == other[key] as? Int)
            }
            #expect(seen["window_differences"] as? Int == 0)
            let revenue = try Souk.row("SELECT sum(amount) FROM transactions", in: directory)
            #expect(seen["revenue"] as? String == revenue[0])
            let schemas = try #require(seen["schemas"] as? [String: String])
            #expect(schemas["transactions"]?.contains("amount:decimal(12,2)") == true, "\(schemas)")
            #expect(schemas["transactions"]?.contains("timestamp:timestamp") == true, "\(schemas)")
            #expect(schemas["rejected"]?.contains("payload:binary") == true, "\(schemas)")
        }
    }
}
