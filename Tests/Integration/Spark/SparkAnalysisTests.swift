import ClusterTesting
import Foundation
import Testing

/// `--engine sc://…` of the commands that ask a lake: a real Spark says what this machine's own engine says.
@Suite(.serialized, .needsSouk, .needsCluster, .needsSpark)
struct SparkAnalysisTests {
    private static let count = 8_000
    /// Makes some transactions too late for their windows.
    private static let environment = ["SOUK_WINDOWS_DELAY": "1s", "SOUK_WINDOWS_LATENESS": "1s"]

    private let engine: [String]

    init() throws { engine = ["--engine", try Cluster.spark.get().address] }

    /// A lake of several files for each partition, with rejected messages and very late sales.
    private func withLake(_ body: (URL) throws -> Void) throws {
        try withTemporaryDirectory { directory in
            try Souk.produce(Self.count / 2, into: directory, ["--broken", "0.01"])
            let first = try follow(in: directory)
            try Souk.succeed(
                ["produce", "--to", "log:log", "--count", "\(Self.count / 2)", "--seed", "8", "--rate", "max"],
                directory: directory)
            let second = try follow(in: directory)
            #expect((first["revised"] as? Int ?? 0) + (second["revised"] as? Int ?? 0) > 10)
            try body(directory)
        }
    }

    private func follow(in directory: URL) throws -> [String: Any] {
        try Souk.succeed(
            ["run", "--from", "log:log", "--lake", "lake", "--until-end", "--json"], environment: Self.environment,
            directory: directory
        ).json()
    }

    @Test func `the report's figures are the same`() throws {
        try withLake { directory in
            func report(_ more: [String]) throws -> NSDictionary {
                var figures = try Souk.succeed(["report", "--lake", "lake", "--json"] + more, directory: directory)
                    .json()
                figures["generated_at"] = nil
                return figures as NSDictionary
            }
            let sparks = try report(engine)
            let natives = try report([])
            #expect(natives.count > 8)
            #expect(sparks == natives)
        }
    }

    @Test func `the audit finds the same, in a right lake and in one that was tampered with`() throws {
        try withLake { directory in
            func verify() throws -> Souk.Outcome {
                try Souk.run(["verify", "--lake", "lake", "--json"] + engine, directory: directory)
            }
            let right = try verify()
            #expect(right.exitCode == 0, "\(right.output)\(right.errors)")
            #expect(right.output.contains("no window awaits its recomputation"), "\(right.output)")
            let windows = directory.appending(path: "lake/windows")
            let file = try #require(
                try FileManager.default.contentsOfDirectory(atPath: windows.path)
                    .first { $0.hasSuffix(".parquet") }.map { windows.appending(path: $0) })
            try FileManager.default.removeItem(at: file)
            let wrong = try verify()
            #expect(wrong.exitCode == 15, "\(wrong.exitCode): \(wrong.output)\(wrong.errors)")
        }
    }

    @Test func `files are put together without a row being lost, and the pipeline goes on`() throws {
        try withLake { directory in
            let before = try Souk.row("SELECT count(*), sum(amount) FROM transactions", in: directory)
            let outcome = try Souk.succeed(
                ["lake", "optimize", "--lake", "lake", "--json"] + engine, directory: directory)
            let tables = try #require(try outcome.json()["tables"] as? [[String: Any]], "\(outcome.output)")
            let transactions = try #require(tables.first { $0["table"] as? String == "transactions" })
            print("optimized: \(transactions)")
            #expect(try Souk.row("SELECT count(*), sum(amount) FROM transactions", in: directory) == before)
            let history = try Souk.succeed(["lake", "history", "--lake", "lake"], directory: directory)
            #expect(history.output.contains("OPTIMIZE"), "\(history.output)")
            try Souk.produce(100, into: directory, ["--broken", "0"])
            #expect(try follow(in: directory)["read"] as? Int == 100)
            try Souk.verify(in: directory)
        }
    }

    @Test func `Ctrl-C ends a query here and on the server`() throws {
        try withLake { directory in
            // A join would not hear of its end for minutes, and keep the cores from the tests behind this one.
            let endless = "SELECT sum(id % 7) FROM range(1000000000000000)"
            let query = try Souk.start(["query", "--lake", "lake", endless] + engine, directory: directory)
            let pages = try Cluster.spark.get().pagesPort
            // What Spark is asked first is done in no time; this is not.
            var began = Date()
            let isAtWork = query.wait(seconds: 60) { _ in
                if Self.runningJobs(pages) == 0 { began = Date() }
                return -began.timeIntervalSinceNow > 2
            }
            #expect(isAtWork, "\(query.errorText)")
            query.send(SIGINT)
            began = Date()
            let outcome = query.waitForEnd()
            #expect(outcome.exitCode == 130 && outcome.errors.contains("interrupted"), "\(outcome.errors)")
            #expect(-began.timeIntervalSinceNow < 10)
            let deadline = Date() + 20
            while Self.runningJobs(pages) > 0, Date() < deadline { Thread.sleep(forTimeInterval: 0.2) }
            #expect(Self.runningJobs(pages) == 0, "Spark works on for nobody")
        }
    }

    @Test func `a server that is not there, and one that does not know us, are told apart`() throws {
        try withLake { directory in
            let query = ["query", "--lake", "lake", "SELECT 1", "--engine"]
            let nobody = try Souk.run(
                query + ["sc://127.0.0.1:9"], environment: ["SOUK_SPARK_TIMEOUT": "2s"], directory: directory)
            #expect(nobody.exitCode == 13 && nobody.errors.contains("15002"), "\(nobody.exitCode): \(nobody.errors)")
            let port = try Cluster.spark.get().port
            let stranger = try Souk.run(query + ["sc://127.0.0.1:\(port)/;token=nonsense"], directory: directory)
            #expect(stranger.exitCode == 10, "\(stranger.exitCode): \(stranger.errors)")
            #expect(stranger.errors.contains("token") && !stranger.errors.contains("nonsense"), "\(stranger.errors)")
        }
    }

    /// How many jobs Spark works on, as its own pages say.
    private static func runningJobs(_ port: Int) -> Int {
        func get(_ path: String) -> [[String: Any]] {
            guard let url = URL(string: "http://127.0.0.1:\(port)/api/v1/applications\(path)"),
                let data = try? Data(contentsOf: url)
            else { return [] }
            return (try? JSONSerialization.jsonObject(with: data)) as? [[String: Any]] ?? []
        }
        guard let id = get("").first?["id"] as? String else { return 0 }
        return get("/\(id)/jobs?status=running").count
    }
}
