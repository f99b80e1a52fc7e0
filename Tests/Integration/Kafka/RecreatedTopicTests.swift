import ClusterTesting
import Foundation
import Testing

/// A topic that is deleted and created again has the same name and the same offsets, and is another log.
@Suite(.needsSouk, .needsCluster)
struct RecreatedTopicTests {
    @Test(arguments: [200, 5_000])
    func `a topic that was created again while nobody read it is refused, whether it is shorter or longer`(
        count: Int
    ) throws {
        try withTemporaryDirectory { directory in
            let topic = try RealTopic("again", partitions: 2)
            try topic.produce(2_000, in: directory)
            try Souk.runToEnd(in: directory, log: topic.url)
            try topic.recreate(partitions: 2, count: count, in: directory)
            let outcome = try Souk.run(
                ["run", "--from", topic.url, "--lake", "lake", "--until-end"], directory: directory)
            #expect(outcome.exitCode == 10, "\(outcome.errors)")
            #expect(outcome.errors.contains("deleted and created again"), "\(outcome.errors)")
            #expect(outcome.errors.contains("new lake"), "\(outcome.errors)")
            let audit = try Souk.run(["verify", "--lake", "lake", "--from", topic.url], directory: directory)
            #expect(audit.exitCode == 15 && audit.output.contains("created again"), "\(audit.output)\(audit.errors)")
            // A lake of its own takes all of it.
            #expect(try Souk.runToEnd(in: directory, log: topic.url, lake: "new")["read"] as? Int == count)
        }
    }

    @Test
    func `a topic that is created again while a pipeline follows ends the pipeline, and nothing of it is taken in`()
        throws
    {
        try withTemporaryDirectory { directory in
            let topic = try RealTopic("follower", partitions: 1)
            try topic.produce(500, in: directory)
            let run = try Souk.start(
                ["run", "--from", topic.url, "--lake", "lake", "--listen", "127.0.0.1:0"],
                environment: ["SOUK_LAKE_COMMIT_INTERVAL": "200ms"], directory: directory)
            let dashboard = try ServedDashboard(of: run)
            try dashboard.waitForTransactions(500)
            #expect(
                run.wait(seconds: 20) { _ in
                    Souk.transactions(in: directory) == 500
                })
            try topic.recreate(partitions: 1, count: 2_000, in: directory)
            let outcome = run.waitForEnd()
            #expect(outcome.exitCode == 10, "\(outcome.errors)")
            #expect(outcome.errors.contains("deleted and created again"), "\(outcome.errors)")
            #expect(try Souk.row("SELECT count(*) FROM transactions", in: directory) == ["500"])
            try Souk.verify(log: nil, in: directory)
        }
    }
}
