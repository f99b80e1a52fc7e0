import ClusterTesting
import Foundation
import Testing

/// Topics that are written in transactions: only what was committed counts.
@Suite(.needsSouk, .needsOracles, .needsCluster)
struct KafkaTransactionTests {
    @Test(.timeLimit(.minutes(3)))
    func `only committed messages are read, up to an open transaction, and the rest once that is committed`() throws {
        try withTemporaryDirectory { directory in
            let topic = try RealTopic("transactions", partitions: 2)
            let signal = directory.appending(path: "commit")
            let producer = try Oracle.start(
                "transactional_producer.py", [topic.broker.address, topic.name, signal.path])
            try #require(producer.wait(seconds: 60) { $0.outputText.contains("open\n") }, "\(producer.errorText)")

            #expect(try Souk.runToEnd(in: directory, log: topic.url)["read"] as? Int == 600)
            #expect(try kinds(in: directory) == ["committed0 200", "committed1 200", "committed2 200"])
            let words = try Souk.verify(log: topic.url, in: directory)
            #expect(words["log_messages"]?.contains("the 600 messages") == true, "\(words)")
            #expect(words["log_offsets"]?.contains("; 0 messages") == true, "\(words)")
            #expect(try Souk.runToEnd(in: directory, log: topic.url)["read"] as? Int == 0)
            try Souk.verify(log: topic.url, in: directory)

            try Data().write(to: signal)
            try #require(producer.wait(seconds: 60) { $0.outputText.contains("committed\n") }, "\(producer.errorText)")
            #expect(try Souk.runToEnd(in: directory, log: topic.url)["read"] as? Int == 150)
            #expect(
                try kinds(in: directory)
                    == ["behind 50", "committed0 200", "committed1 200", "committed2 200", "open 100"])
            try Souk.verify(log: topic.url, in: directory)
            let lines = try Souk.succeed(["tail", topic.url, "-e"], directory: directory).lines
            #expect(lines.count == 750 && !lines.contains { $0.contains("aborted") })
            let audit = try Oracle.run(
                "kafka_lake_audit.py",
                [topic.broker.address, topic.name, directory.appending(path: "lake").path])
            #expect(try audit.json()["differences"] as? Int == 0, "\(audit.output)\(audit.errors)")
        }
    }

    @Test func `a pipeline that follows shows no lag behind messages that can't be read`() throws {
        try withTemporaryDirectory { directory in
            let topic = try markedTopic("lag", directory)
            let run = try Souk.start(
                ["run", "--from", topic.url, "--lake", "lake", "--listen", "127.0.0.1:0"],
                environment: ["SOUK_LAKE_COMMIT_INTERVAL": "200ms"], directory: directory)
            let dashboard = try ServedDashboard(of: run)
            try dashboard.waitForTransactions(50)
            let isCaughtUp = run.wait(seconds: 20) { _ in
                (try? dashboard.get("/metrics").text.contains("souk_lag_messages{partition=\"0\"} 0\n")) == true
            }
            #expect(isCaughtUp, "\((try? dashboard.get("/metrics").text) ?? "")")
            run.send(SIGINT)
            #expect(run.waitForEnd().exitCode == 0)
            try Souk.verify(log: topic.url, in: directory)
        }
    }

    @Test func `a bounded run ends behind the markers at the end, however the moments fall`() throws {
        try withTemporaryDirectory { directory in
            let topic = try markedTopic("ends", directory)
            for number in 0..<20 {
                let lake = "lake-\(number)"
                let run = try Souk.start(
                    ["run", "--from", topic.url, "--lake", lake, "--until-end", "--json"], directory: directory)
                guard run.wait(seconds: 60, until: { !$0.isRunning }) else {
                    Issue.record("run \(number) does not end: \(run.errorText)")
                    run.send(SIGKILL)
                    break
                }
                #expect(try run.waitForEnd().json()["read"] as? Int == 50)
            }
        }
    }

    /// A topic of one partition with fifty committed messages, fifty that were given up, and the markers behind them.
    private func markedTopic(_ name: String, _ directory: URL) throws -> RealTopic {
        let topic = try RealTopic(name, partitions: 1)
        let file = directory.appending(path: "transactions")
        let messages = (0..<50).map { "\"\(sale("s\($0)").replacing("\"", with: "\\\""))\"" }.joined(separator: ",")
        let lines = ["true", "false"].map { "{\"commit\": \($0), \"messages\": [\(messages)]}\n" }
        try Data(lines.joined().utf8).write(to: file)
        try topic.broker.produceTransactions(topic.name, from: file)
        return topic
    }

    /// The kinds of messages in the lake with their counts.
    private func kinds(in directory: URL) throws -> [String] {
        let statement =
            "SELECT split_part(transaction_id, '-', 1) || ' ' || count(*) FROM transactions GROUP BY split_part(transaction_id, '-', 1) ORDER BY 1"
        let outcome = try Souk.succeed(["query", "--lake", "lake", "--format", "csv", statement], directory: directory)
        return Array(outcome.lines.dropFirst())
    }
}
