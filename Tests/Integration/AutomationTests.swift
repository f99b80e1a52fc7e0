import Foundation
import Testing

/// The scripts under `scripts/automation`, on a machine without any server.
@Suite(.needsSouk)
struct AutomationTests {
    @Test func `producer, consumer, analysis and stop need no server`() throws {
        try withTemporaryDirectory { directory in
            defer { _ = try? run("stop-all.sh", in: directory) }
            let producer = try run("start-producer.sh", ["--count", "2000"], in: directory, ["RATE": "max"])
            #expect(producer.exitCode == 0, "\(producer.errors)")
            let consumer = try run("start-consumer.sh", in: directory)
            try #require(consumer.exitCode == 0, "\(consumer.errors)")
            #expect(consumer.output.contains("dashboard  http://127.0.0.1:"))
            let stopped = try run("stop-all.sh", in: directory)
            #expect(stopped.exitCode == 0 && stopped.errors.contains("with everything committed"), "\(stopped.errors)")
            let report = try run("run-analysis.sh", ["--format", "json"], in: directory)
            let totals = try report.json()["totals"] as? [String: Any]
            #expect(totals?["transactions"] as? Int == 2_000)
        }
    }

    @Test func `start-all starts everything in the background, and stop-all ends it`() throws {
        try withTemporaryDirectory { directory in
            let started = try run("start-all.sh", in: directory)
            #expect(started.exitCode == 0, "\(started.errors)")
            let stopped = try run("stop-all.sh", in: directory)
            #expect(stopped.exitCode == 0 && stopped.errors.contains("up (process"), "\(stopped.errors)")
        }
    }

    private func run(
        _ script: String, _ arguments: [String] = [], in directory: URL, _ more: [String: String] = [:]
    ) throws -> Souk.Outcome {
        let path = Oracle.repository.appending(path: "scripts/automation/\(script)").path
        let environment = [
            "SOUK": Souk.binary ?? "", "XDG_STATE_HOME": directory.path, "LISTEN": "127.0.0.1:0", "KAFKA": "",
            "HDFS": "", "SPARK": "",
        ]
        return try RunningProcess(
            path, arguments, environment: environment.merging(more) { $1 }, directory: directory
        ).waitForEnd()
    }
}
