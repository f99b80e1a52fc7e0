import ClusterTesting
import Foundation
import Testing

/// Topics from which the broker removes messages that a lake has read.
@Suite(.needsSouk, .needsCluster, .timeLimit(.minutes(5)))
struct KafkaCompactionTests {
    @Test func `what the cleaner removes after it was read is no difference while the topic compacts`() throws {
        try withTemporaryDirectory { directory in
            let topic = try RealTopic(
                "compacted", partitions: 2,
                [
                    "cleanup.policy": "compact", "segment.ms": "100", "min.cleanable.dirty.ratio": "0.01",
                    "max.compaction.lag.ms": "100", "delete.retention.ms": "100",
                ])
            try topic.produce(20_000, seed: 1, in: directory)
            try Souk.runToEnd(in: directory, log: topic.url)
            let before = try Souk.verify(log: topic.url, in: directory)
            #expect(before["log_messages"]?.hasPrefix("the 20000 messages") == true, "\(before)")
            // A segment is closed, and so may be cleaned, when a message comes after its time.
            for seed in 2...3 {
                Thread.sleep(forTimeInterval: 0.3)
                try topic.produce(500, seed: seed, in: directory)
            }
            try Souk.runToEnd(in: directory, log: topic.url)
            try waitForCleaner(topic, below: 20_000, in: directory)

            let after = try Souk.verify(log: topic.url, in: directory)
            #expect(after["log_messages"]?.contains("were removed by the log's compaction") == true, "\(after)")
            #expect(after["log_content"]?.hasPrefix("every field of every transaction") == true, "\(after)")
            // Of a topic that keeps its messages they would be missed.
            try topic.broker.configureTopic(topic.name, ["cleanup.policy": "delete"])
            let outcome = try Souk.run(["verify", "--lake", "lake", "--from", topic.url], directory: directory)
            #expect(outcome.exitCode == 15, "\(outcome.output)")
            #expect(outcome.output.contains("FAIL log_messages") && outcome.output.contains("is not in the log"))
            #expect(outcome.output.contains("1 of "), "no other check fails: \(outcome.output)")
        }
    }

    @Test func `what retention removes after it was read is told and is no difference`() throws {
        try withTemporaryDirectory { directory in
            let topic = try RealTopic("expired", partitions: 1)
            try topic.produce(3_000, in: directory)
            try Souk.runToEnd(in: directory, log: topic.url)
            try topic.broker.deleteRecords(of: topic.name, partition: 0, before: 1_200)
            let words = try Souk.verify(log: topic.url, in: directory)
            #expect(words["log_messages"]?.hasPrefix("the 1800 messages") == true, "\(words)")
            #expect(
                words["log_messages"]?.contains("1200 committed offsets were removed by the log's retention") == true)
        }
    }

    private func waitForCleaner(_ topic: RealTopic, below count: Int, in directory: URL) throws {
        let deadline = Date(timeIntervalSinceNow: 120)
        var left = Int.max
        while left >= count {
            guard Date() < deadline else { throw Souk.Failure(text: "the cleaner has left \(left) messages") }
            Thread.sleep(forTimeInterval: 1)
            left = try topic.kcat("-C -e -q -f '%o\\n'", in: directory).lines.count
        }
    }
}
