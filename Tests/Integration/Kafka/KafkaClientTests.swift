import ClusterTesting
import Foundation
import Testing

/// Souk beside other clients of Kafka: what they write is read, what Souk writes they read.
@Suite(.needsSouk, .needsOracles, .needsCluster)
struct KafkaClientTests {
    @Test func `up makes a topic, sells through it, and takes in what is posted`() throws {
        try withTemporaryDirectory { directory in
            let topic = RealTopic("shop", on: try Cluster.kafka.get())
            let arguments = [
                "up", "--log", topic.url, "--lake", "lake", "--listen", "127.0.0.1:0", "--rate", "300",
            ]
            let refused = try Souk.run(arguments, directory: directory)
            #expect(refused.exitCode == 11 && refused.errors.contains("--create-topic"), "\(refused.errors)")
            let up = try Souk.start(
                arguments + ["--create-topic"], environment: ["SOUK_LAKE_COMMIT_INTERVAL": "200ms"],
                directory: directory)
            let dashboard = try ServedDashboard(of: up)
            try dashboard.waitForTransactions(300)
            let answer = try dashboard.post(sale("posted", amount: "77.70"), to: "/api/v1/transactions")
            #expect(answer.status == 200, "\(answer.text)")
            up.send(SIGINT)
            let outcome = up.waitForEnd()
            #expect(outcome.exitCode == 0, "\(outcome.errors)")
            #expect(try topic.broker.offsets(of: topic.name).count == 3)
            let words = try Souk.verify(log: topic.url, in: directory)
            #expect(words["log_offsets"]?.contains("; 0 messages of the log are not in it") == true, "\(words)")
            let posted = try Souk.row(
                "SELECT count(*), sum(amount) FROM transactions WHERE transaction_id = 'posted'", in: directory)
            #expect(posted == ["1", "77.70"])
        }
    }

    @Test func `what produce writes, kcat reads: every message once, keyed by its customer`() throws {
        try withTemporaryDirectory { directory in
            let topic = try RealTopic("produced", partitions: 3)
            try topic.produce(3_000, in: directory)
            try Souk.succeed(
                [
                    "produce", "--to", "file:same.ndjson", "--count", "3000", "--seed", "7", "--rate", "max",
                ],
                directory: directory)
            let expected = try Data(contentsOf: directory.appending(path: "same.ndjson")).split(separator: 10).map {
                String(decoding: $0, as: UTF8.self)
            }
            let read = try topic.kcat("-C -e -q -f '%k\\t%s\\n'", in: directory).output.split(separator: "\n")
            let pairs = read.map { $0.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false) }
            #expect(pairs.map { String($0[1]) }.sorted() == expected.sorted())
            let keyed = pairs.filter { !$0[0].isEmpty }
            #expect(keyed.count > 2_800)
            #expect(keyed.allSatisfy { $0[1].contains("\"user_id\": \"\($0[0])\"") })
            let tail = try Souk.succeed(["tail", topic.url, "-e"], directory: directory).lines
            #expect(tail.sorted() == expected.sorted())
        }
    }

    @Test func `tail follows a topic from its beginning, its end and an offset`() throws {
        try withTemporaryDirectory { directory in
            let topic = try RealTopic("tailed", partitions: 1)
            try topic.kcat("-P", input: (0..<10).map { "m\($0)\n" }.joined(), in: directory)
            #expect(
                try Souk.succeed(["tail", topic.url, "-e", "-o", "7"], directory: directory).lines == [
                    "m7", "m8", "m9",
                ])
            #expect(try Souk.succeed(["tail", topic.url, "-e", "-o", "end"], directory: directory).lines == [])
            let process = try Souk.start(["tail", topic.url, "-o", "beginning"], directory: directory)
            #expect(process.wait(seconds: 20) { $0.outputText.hasSuffix("m9\n") })
            try topic.kcat("-P", input: "m10\n", in: directory)
            #expect(process.wait(seconds: 20) { $0.outputText.hasSuffix("m10\n") })
            process.send(SIGINT)
            let outcome = process.waitForEnd()
            #expect(outcome.exitCode == 0 && outcome.lines == (0...10).map { "m\($0)" }, "\(outcome.errors)")
        }
    }

    @Test func `kcat's messages with keys, headers and every compression are read, and tombstones are refused as such`()
        throws
    {
        try withTemporaryDirectory { directory in
            let topic = try RealTopic("kcat", partitions: 3)
            let codecs = ["none", "gzip", "snappy", "lz4", "zstd"]
            for codec in codecs {
                let lines = (0..<20).map { "user_\($0)\t\(sale("\(codec)-\($0)"))\n" } + ["user_1\t\n", "user_2\t\n"]
                try topic.kcat(
                    "-P -Z -K '\t' -H source=kcat -H empty= -z \(codec)", input: lines.joined(), in: directory)
            }
            let account = try Souk.runToEnd(in: directory, log: topic.url)
            #expect(account["accepted"] as? Int == 100 && account["rejected"] as? Int == 10, "\(account)")
            let rejected = try Souk.row(
                "SELECT reason, count(*), max(octet_length(payload)) FROM rejected GROUP BY 1", in: directory)
            #expect(rejected == ["tombstone", "10", "0"])
            try Souk.verify(log: topic.url, in: directory)
            let envelopes = try Souk.succeed(["tail", topic.url, "-e", "-J"], directory: directory).lines
            #expect(envelopes.count { $0.contains("\"payload\":null") } == 10)
        }
    }

    @Test func `messages of 900 kB go through, larger ones by setting, and what is too large is said`() throws {
        try withTemporaryDirectory { directory in
            let topic = try RealTopic("large", partitions: 1, ["max.message.bytes": "3000000"])
            func file(_ name: String, bytes: Int) throws {
                let line = sale(name, note: String(repeating: "x", count: bytes)) + "\n"
                try Data(line.utf8).write(to: directory.appending(path: name))
            }
            try file("large", bytes: 900_000)
            try file("larger", bytes: 2_500_000)
            let produce = ["produce", "--to", topic.url, "--from"]
            for _ in 0..<5 { try Souk.succeed(produce + ["file:large"], directory: directory) }
            let refused = try Souk.run(produce + ["file:larger"], directory: directory)
            #expect(refused.exitCode == 10 && refused.errors.contains("kafka.max_message_bytes"), "\(refused.errors)")
            let larger = ["SOUK_KAFKA_MAX_MESSAGE_BYTES": "4MB"]
            try Souk.succeed(produce + ["file:larger"], environment: larger, directory: directory)
            try file("largest", bytes: 3_500_000)
            let uncompressed = larger.merging(["SOUK_KAFKA_COMPRESSION": "none"]) { $1 }
            let byBroker = try Souk.run(produce + ["file:largest"], environment: uncompressed, directory: directory)
            #expect(byBroker.exitCode == 10 && byBroker.errors.contains("max.message.bytes"), "\(byBroker.errors)")
            #expect(byBroker.errors.contains("1 of 1 messages were not delivered"), "\(byBroker.errors)")
            let account = try Souk.runToEnd(in: directory, log: topic.url)
            #expect(account["accepted"] as? Int == 6, "\(account)")
            try Souk.verify(log: topic.url, in: directory)
        }
    }
}
