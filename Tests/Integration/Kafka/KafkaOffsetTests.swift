import ClusterTesting
import Foundation
import Testing

/// Offsets: those of the consumer group, of new partitions, of what retention removed, and where a new lake begins.
@Suite(.needsSouk, .needsCluster)
struct KafkaOffsetTests {
    @Test func `after a run the consumer group stands where the lake stands`() throws {
        try withTemporaryDirectory { directory in
            let topic = try RealTopic("group", partitions: 3)
            for count in [5_000, 100] {
                try topic.produce(count, in: directory)
                try Souk.runToEnd(
                    in: directory, log: topic.url, ["--commit-rows", "1000"])
                let ends = try topic.broker.offsets(of: topic.name).map(\.upperBound)
                let committed = try topic.broker.committedOffsets(ofGroup: "souk", topic: topic.name)
                #expect((0..<3).map { committed[$0] ?? -1 } == ends)
            }
        }
    }

    @Test func `partitions that are added while a pipeline follows are read from their beginning`() throws {
        try withTemporaryDirectory { directory in
            let topic = try RealTopic("growing", partitions: 1)
            try topic.produce(200, in: directory)
            let run = try Souk.start(
                ["run", "--from", topic.url, "--lake", "lake", "--listen", "127.0.0.1:0"],
                environment: ["SOUK_LAKE_COMMIT_INTERVAL": "200ms"], directory: directory)
            let dashboard = try ServedDashboard(of: run)
            try dashboard.waitForTransactions(200)
            try topic.broker.addPartitions(to: topic.name, upTo: 4)
            let sales = (0..<30).map { sale("new-\($0)") + "\n" }.joined()
            for partition in 1..<4 { try topic.kcat("-P -p \(partition)", input: sales, in: directory) }
            try dashboard.waitForTransactions(290)
            run.send(SIGINT)
            let outcome = run.waitForEnd()
            #expect(outcome.exitCode == 0, "\(outcome.errors)")
            let counts = try Souk.row(
                "SELECT count(*), count(DISTINCT _partition) FROM transactions", in: directory)
            #expect(counts == ["290", "4"])
            try Souk.verify(log: topic.url, in: directory)
        }
    }

    @Test func `what retention removed unread is an error, or a number that the audit knows`() throws {
        try withTemporaryDirectory { directory in
            let topic = try RealTopic("retention", partitions: 2)
            try topic.produce(1_000, seed: 1, in: directory)
            try Souk.runToEnd(in: directory, log: topic.url)
            try topic.produce(2_000, seed: 2, in: directory)
            let ends = try topic.broker.offsets(of: topic.name).map(\.upperBound)
            try topic.broker.deleteRecords(of: topic.name, partition: 1, before: ends[1] - 100)
            let run = ["run", "--from", topic.url, "--lake", "lake", "--until-end"]
            let refused = try Souk.run(run, directory: directory)
            #expect(refused.exitCode == 11, "\(refused.errors)")
            #expect(refused.errors.contains("retention has removed") && refused.errors.contains("--allow-loss"))

            let account = try Souk.succeed(run + ["--allow-loss", "--json"], directory: directory).json()
            let lost = try #require(account["lost"] as? Int)
            #expect(lost > 500 && account["read"] as? Int == 2_000 - lost, "\(account)")
            let words = try Souk.verify(log: topic.url, in: directory)
            #expect(words["counter_lost"]?.contains("\(lost)") == true, "\(words)")
            #expect(try Souk.runToEnd(in: directory, log: topic.url)["read"] as? Int == 0)
        }
    }

    @Test func `a pipeline that retention overtakes while it stands still says so, and goes on when that is allowed`()
        throws
    {
        try withTemporaryDirectory { directory in
            let topic = try RealTopic("overtaken", partitions: 1)
            try topic.produce(100, seed: 1, in: directory)
            for (options, exitCode) in [([], 11), (["--allow-loss"], 0)] as [([String], Int32)] {
                let run = try Souk.start(
                    ["run", "--from", topic.url, "--lake", "lake", "--listen", "127.0.0.1:0"] + options,
                    environment: ["SOUK_LAKE_COMMIT_INTERVAL": "200ms"], directory: directory)
                let dashboard = try ServedDashboard(of: run)
                let before = try dashboard.waitForTransactions(100)
                run.send(SIGSTOP)
                // More than librdkafka fetches ahead while the process stands still.
                try topic.produce(50_000, seed: 2, in: directory)
                let end = try #require(try topic.broker.offsets(of: topic.name).first).upperBound
                try topic.broker.deleteRecords(of: topic.name, partition: 0, before: end - 10)
                run.send(SIGCONT)
                if exitCode == 0 {
                    try dashboard.waitForTransactions(before + 10)
                    run.send(SIGINT)
                }
                let outcome = run.waitForEnd()
                #expect(outcome.exitCode == exitCode, "\(outcome.errors)")
                #expect(outcome.errors.contains("retention has removed"), "\(outcome.errors)")
                // What the next one begins with must be there.
                if exitCode != 0 { try Souk.runToEnd(in: directory, log: topic.url, ["--allow-loss"]) }
            }
            try Souk.verify(log: topic.url, in: directory)
        }
    }

    @Test func `a new lake begins at the topic's end, or at a moment, and goes on from there`() throws {
        try withTemporaryDirectory { directory in
            let topic = try RealTopic("start", partitions: 3)
            try topic.produce(500, seed: 1, in: directory)
            let latest = ["--start-at", "latest"]
            #expect(try Souk.runToEnd(in: directory, log: topic.url, lake: "late", latest)["read"] as? Int == 0)
            Thread.sleep(forTimeInterval: 0.05)
            let moment = Date().ISO8601Format(.init(includingFractionalSeconds: true))
            Thread.sleep(forTimeInterval: 0.05)
            try topic.produce(70, seed: 2, in: directory)
            #expect(try Souk.runToEnd(in: directory, log: topic.url, lake: "late", latest)["read"] as? Int == 70)
            let since = ["--start-at", moment]
            #expect(try Souk.runToEnd(in: directory, log: topic.url, lake: "since", since)["read"] as? Int == 70)
            let future = ["--start-at", "2199-01-01T00:00:00Z"]
            #expect(try Souk.runToEnd(in: directory, log: topic.url, lake: "future", future)["read"] as? Int == 0)
            for lake in ["late", "since", "future"] { try Souk.verify(lake, log: topic.url, in: directory) }
        }
    }

}
