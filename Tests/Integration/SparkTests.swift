import Foundation
import Testing

@Suite(
    .serialized, .enabled(if: Souk.isBuilt, "SOUK_BINARY does not name a built souk: run the tests with `make test`"),
    .enabled(if: Oracle.isInstalled, "the independent readers are not installed: run `make setup-test`"),
    .enabled(
        if: Oracle.cluster != nil, "Spark's Delta jars are not there: set SOUK_CLUSTER to the folder of real servers"))
struct SparkTests {
    @Test func `Spark reads the three tables and agrees to the centime`() throws {
        let jars = try #require(Oracle.cluster).appending(path: "spark-delta").path
        try withTemporaryDirectory { directory in
            for arguments in [
                ["produce", "--to", "log:log", "--count", "100k", "--seed", "7", "--rate", "max", "--broken", "0.01"],
                ["run", "--from", "log:log", "--lake", "lake", "--until-end", "--commit-rows", "10000"],
            ] {
                let outcome = try Souk.run(arguments, directory: directory)
                try #require(outcome.exitCode == 0, "\(outcome.errors)")
            }
            let lake = directory.appending(path: "lake")
            let spark = try Oracle.run("spark_reads.py", [lake.path, jars])
            try #require(spark.exitCode == 0, "\(spark.errors)")
            let seen = try spark.json()
            let other = try LakeContent.read(lake)
            for key in ["transactions", "windows", "rejected"] {
                #expect(seen[key] as? Int == other[key] as? Int)
            }
            #expect(seen["window_differences"] as? Int == 0)
        }
    }
}
