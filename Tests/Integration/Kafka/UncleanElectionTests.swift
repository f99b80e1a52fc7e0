import ClusterTesting
import Foundation
import Testing

/// A partition whose leader dies and whose other replica, which lacks its newest messages, leads it from then on.
@Suite(.needsSouk, .needsCluster)
struct UncleanElectionTests {
    private static let topic = "sales"

    private func produce(_ count: Int, seed: Int, to broker: KafkaPair.Broker, in directory: URL) throws {
        try Souk.succeed(
            [
                "produce", "--to", "kafka://\(broker.address)/\(Self.topic)", "--count", "\(count)", "--seed",
                "\(seed)",
                "--rate", "max",
            ], directory: directory)
    }

    /// Loses the partition's newest 2,000 messages of 3,000 to the second broker, which gives their offsets to 2,500 others.
    private func elect(_ second: KafkaPair.Broker, after first: KafkaPair.Broker, of pair: KafkaPair, in directory: URL)
        throws
    {
        first.process.kill()
        try second.process.start()
        try pair.waitForLeader(second, of: Self.topic, inSync: 1)
        try produce(2_500, seed: 3, to: second, in: directory)
    }

    @Test(.timeLimit(.minutes(5)), arguments: [false, true])
    func `a leader that lacked what the lake has read is found out, with partition, offsets and epochs`(
        follows: Bool
    ) throws {
        let pair = try KafkaPair(Cluster.available.get())
        defer { pair.stop() }
        let (first, second) = (pair.brokers[0], pair.brokers[1])
        try pair.createTopic(Self.topic)
        try withTemporaryDirectory { directory in
            try pair.waitForLeader(first, of: Self.topic, inSync: 2)
            try produce(1_000, seed: 1, to: first, in: directory)
            second.process.kill()
            try pair.waitForLeader(first, of: Self.topic, inSync: 1)
            try produce(2_000, seed: 2, to: first, in: directory)
            let log = "kafka://\(first.address),\(second.address)/\(Self.topic)"
            let run = ["run", "--from", log, "--lake", "lake", "--until-end"]
            let outcome: Souk.Outcome
            if follows {
                let follower = try Souk.start(
                    ["run", "--from", log, "--lake", "lake"], environment: ["SOUK_LAKE_COMMIT_INTERVAL": "200ms"],
                    directory: directory)
                #expect(follower.wait(seconds: 30) { _ in Souk.transactions(in: directory) == 3_000 })
                // It stands still, so that it sees the new leader when that has more messages than the former one.
                follower.send(SIGSTOP)
                try elect(second, after: first, of: pair, in: directory)
                follower.send(SIGCONT)
                outcome = follower.waitForEnd()
            } else {
                #expect(try Souk.runToEnd(in: directory, log: log)["read"] as? Int == 3_000)
                try elect(second, after: first, of: pair, in: directory)
                outcome = try Souk.run(run, directory: directory)
            }
            #expect(outcome.exitCode == 10, "\(outcome.errors)")
            let words = outcome.errors.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            for part in [
                "offset 3000 of partition 0", "offset 2999 of leader epoch", "which ended at offset 1000",
                "offsets 1000 to 2999", "2000 messages",
            ] { #expect(words.contains(part), "\(words)") }
            let loss = try Souk.succeed(run + ["--allow-loss", "--json"], directory: directory)
            #expect(loss.errors.contains("1000 to 2999"), "\(loss.errors)")
            let account = try loss.json()
            #expect(account["read"] as? Int == 500 && account["lost"] as? Int == 2_000, "\(account)")
            #expect(try Souk.runToEnd(in: directory, log: log)["read"] as? Int == 0)
            try Souk.verify(log: nil, in: directory)
            // A lake of its own takes all of it.
            #expect(try Souk.runToEnd(in: directory, log: log, lake: "new")["read"] as? Int == 3_500)
        }
    }
}
