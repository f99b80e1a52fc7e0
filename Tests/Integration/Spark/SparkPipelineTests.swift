import ClusterTesting
import Foundation
import Testing

/// `souk run --engine sc://…` with a real Kafka, HDFS and Spark: whatever happens, the lake is the one that Souk's own engine
/// makes.
@Suite(.serialized, .needsSouk, .needsOracles, .needsCluster, .needsSpark)
struct SparkPipelineTests {
    private static let count = 20_000

    @Test func `both engines make the same lake of the same topic`() throws {
        try withTemporaryDirectory { directory in
            let topic = try RealTopic("both", partitions: 3)
            try topic.produce(Self.count, ["--broken", "0.01"], in: directory)
            let spark = try SparkLake("spark", topic, in: directory)
            let native = try SparkLake("native", topic, in: directory)
            let sparks = try spark.runToEnd(onSpark: true)
            let natives = try native.runToEnd(onSpark: false)
            for key in ["read", "accepted", "rejected"] {
                #expect(sparks[key] as? Int == natives[key] as? Int, "\(key)")
            }
            #expect(natives["rejected"] as? Int ?? 0 > 100)
            let found = try spark.check()
            #expect(found["accepted"] as? Int == natives["accepted"] as? Int)
            let outcome = try Oracle.run("equal_lakes.py", [spark.webURL, native.webURL])
            try #require(outcome.exitCode == 0, "\(outcome.errors)")
            let compared = try outcome.json()
            print("both engines: \(compared)")
            #expect(compared["transactions"] as? Int == natives["accepted"] as? Int)
            #expect(compared["rejected"] as? Int == natives["rejected"] as? Int)
            #expect(compared["windows"] as? Int ?? 0 > 100)
            #expect(compared["differences"] as? Int == 0, "\(compared)")
        }
    }

    @Test func `both engines make the same lake of dinars and of times without a zone`() throws {
        try withTemporaryDirectory { directory in
            let topic = try RealTopic("dinars", partitions: 2)
            let lines = (0..<600).map { index in
                let time = ["\"2026-03-01T10:\(10 + index % 40):00\"", "1772359200", "\"2026-03-01 11:30:00 +0100\""][
                    index % 3]
                let currency = index % 50 == 0 ? ",\"currency\":\"EUR\"" : index % 7 == 0 ? ",\"currency\":\"TND\"" : ""
                return """
                    {"transaction_id":"t\(index)","user_id":"u\(index % 9)","city":"Tunis","category":"Books",\
                    "amount":\(1 + index % 20).\(100 + index),"quantity":1,"payment_method":"Cash","timestamp":\(time)\(currency)}
                    """
            }
            try Data(lines.joined(separator: "\n").utf8).write(to: directory.appending(path: "sales.ndjson"))
            try Souk.succeed(["produce", "--to", topic.url, "--from", "file:sales.ndjson"], directory: directory)
            let spark = try SparkLake("spark", topic, in: directory)
            let native = try SparkLake("native", topic, in: directory)
            let environment = SparkLake.environment(spark.hdfs).merging([
                "SOUK_SHOP_CURRENCY": "TND", "TZ": "Africa/Tunis",
            ]) { $1 }
            for (lake, onSpark) in [(spark, true), (native, false)] {
                let account = try Souk.succeed(
                    lake.arguments(onSpark: onSpark) + ["--until-end", "--json"], environment: environment,
                    directory: directory
                ).json()
                #expect(account["accepted"] as? Int == 588 && account["rejected"] as? Int == 12, "\(account)")
                // The audit decodes the topic once more, on the same clock.
                let audit = try Souk.run(
                    ["verify", "--lake", lake.webURL, "--from", topic.url], environment: environment,
                    directory: directory)
                #expect(audit.exitCode == 0, "\(audit.output)\(audit.errors)")
                let types = [
                    "query", "--lake", lake.webURL, "--format", "csv",
                    "SELECT typeof(amount) AS t FROM transactions LIMIT 1",
                ]
                #expect(try Souk.succeed(types, directory: directory).lines.last == "\"DECIMAL(12,3)\"")
                let first = [
                    "query", "--lake", lake.webURL, "--format", "csv", "SELECT min(timestamp) AS t FROM transactions",
                ]
                #expect(try Souk.succeed(first, directory: directory).lines.last == "2026-03-01T09:10:00Z")
            }
            let outcome = try Oracle.run("equal_lakes.py", [spark.webURL, native.webURL])
            try #require(outcome.exitCode == 0, "\(outcome.errors)")
            #expect(try outcome.json()["differences"] as? Int == 0, "\(outcome.output)")
        }
    }

    @Test func `Souk may be killed while Spark works, and the next one takes the work up`() throws {
        try withTemporaryDirectory { directory in
            let topic = try RealTopic("killed", partitions: 2)
            try topic.produce(3_000, ["--broken", "0.01"], in: directory)
            let lake = try SparkLake("spark", topic, in: directory)
            let first = try lake.start(onSpark: true)
            #expect(first.wait(seconds: 90) { _ in lake.transactions() ?? 0 > 0 }, "\(first.errorText)")
            first.send(SIGKILL)
            #expect(first.waitForEnd().exitCode == 128 + SIGKILL)
            let refused = try Souk.run(
                lake.arguments(onSpark: false) + ["--until-end"], environment: SparkLake.environment(lake.hdfs),
                directory: directory)
            #expect(refused.exitCode == 16, "\(refused.exitCode): \(refused.errors)")
            #expect(refused.errors.contains("is fed by Spark"))
            // Nobody of Souk's is there, and Spark goes on.
            try topic.produce(2_000, seed: 8, in: directory)
            let second = try lake.start(onSpark: true)
            #expect(second.wait(seconds: 90) { _ in lake.transactions() ?? 0 > 4_500 }, "\(second.errorText)")
            second.send(SIGTERM)
            let end = second.waitForEnd()
            #expect(end.exitCode == 0, "\(end.errors)")
            // Windows that were open when it was told to end are closed by a run to the end.
            try lake.runToEnd(onSpark: true)
            try lake.check()
        }
    }

    @Test func `a lake goes from Souk's own engine to Spark and back`() throws {
        try withTemporaryDirectory { directory in
            let topic = try RealTopic("switched", partitions: 2)
            let lake = try SparkLake("lake", topic, in: directory)
            for (seed, onSpark) in [false, true, false].enumerated() {
                try topic.produce(2_000, seed: seed, ["--broken", "0.01"], in: directory)
                let account = try lake.runToEnd(onSpark: onSpark)
                #expect(account["read"] as? Int == 2_000, "\(account)")
                try lake.check()
            }
        }
    }

    @Test func `a topic that was created again is refused, at the start and while the queries run`() throws {
        try withTemporaryDirectory { directory in
            let topic = try RealTopic("again", partitions: 1)
            let lake = try SparkLake("lake", topic, in: directory)
            try topic.produce(500, in: directory)
            try lake.runToEnd(onSpark: true)
            try topic.recreate(partitions: 1, count: 2_000, in: directory)
            let refused = try Souk.run(
                lake.arguments(onSpark: true) + ["--until-end"], environment: SparkLake.environment(lake.hdfs),
                directory: directory)
            #expect(refused.exitCode == 10 && refused.errors.contains("created again"), "\(refused.errors)")
            #expect(lake.transactions() == 500)

            let other = try SparkLake("other", topic, in: directory)
            let run = try other.start(onSpark: true)
            #expect(run.wait(seconds: 90) { _ in other.transactions() == 2_000 }, "\(run.errorText)")
            try topic.recreate(partitions: 1, count: 3_000, in: directory)
            let outcome = run.waitForEnd()
            #expect(outcome.exitCode == 10 && outcome.errors.contains("created again"), "\(outcome.errors)")
        }
    }

    @Test func `the console shows rows and windows`() throws {
        try withTemporaryDirectory { directory in
            let topic = try RealTopic("console", partitions: 1)
            try topic.produce(1_000, in: directory)
            let lake = try SparkLake("lake", topic, in: directory)
            let run = try lake.start(onSpark: true, ["--console"])
            let isShown = run.wait(seconds: 90) { run in
                let lines = run.outputText.split(separator: "\n")
                return lines.contains { $0.contains("transaction_id") }
                    && lines.contains { $0.contains("window_start") }
            }
            #expect(isShown, "\(run.outputText)\(run.errorText)")
            run.send(SIGTERM)
            #expect(run.waitForEnd().exitCode == 0)
        }
    }
}
