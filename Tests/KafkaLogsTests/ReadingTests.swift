import Kafka
import KafkaLogs
import Testing
import TransactionLogs

@Suite struct ReadingTests {
    private struct Refusal: Error {}

    @Test func `tombstones and empty values are told apart`() throws {
        let topic = try MockTopic()
        let payloads: [[UInt8]?] = [[1], nil, [], nil, nil, [], [0, 10, 255]]
        try topic.produce(payloads)
        #expect(try topic.content(of: 0).map(\.payload) == payloads)
        #expect(try topic.content(of: 0).map(\.offset) == Array(0..<7))
    }

    @Test func `the group's answer to acknowledged offsets is waited for, and no longer`() throws {
        let topic = try MockTopic()
        try topic.produce(messages(0..<5))
        let log = try topic.log()
        let clock = ContinuousClock()
        #expect(clock.measure { log.settleAcknowledgements(within: .seconds(60)) } < .seconds(30), "nothing was sent")
        log.acknowledge([0: 3])
        log.acknowledge([0: 5])
        #expect(clock.measure { log.settleAcknowledgements(within: .seconds(60)) } < .seconds(30))
    }

    @Test func `several readers of one partition and of others each read everything`() throws {
        let topic = try MockTopic()
        try topic.produce(messages(0..<500), to: 0)
        try topic.produce(messages(0..<300), to: 1)
        let log = try topic.log()
        let readers = try [(Int32(0), 0), (0, 100), (1, 0), (1, 299)].map {
            ($0, $1, try log.reader(of: $0, from: Int64($1)))
        }
        for (partition, start, reader) in readers.reversed() {
            let count = partition == 0 ? 500 : 300
            #expect(
                try log.read(reader, of: partition, upTo: Int64(count)) == Array(records(0..<count).dropFirst(start)))
        }
    }

    @Test func `a caller that fails gets the same records again, as often as it fails`() throws {
        let topic = try MockTopic()
        try topic.produce(messages(0..<400))
        let log = try topic.log()
        let reader = try log.reader(of: 0, from: 0)
        var read: [ReadRecord] = []
        while reader.position < 400 {
            _ = try log.waitForRecords(beyond: [0: reader.position], timeout: .seconds(30))
            var seen: [ReadRecord] = []
            for _ in 0..<2 {
                let position = reader.position
                #expect(throws: Refusal.self) {
                    try reader.read(limit: 70) { batch in
                        let copies = batch.copied()
                        #expect(seen.isEmpty || copies == seen)
                        seen = copies
                        throw Refusal()
                    }
                }
                #expect(reader.position == position)
            }
            _ = try reader.read(limit: 70) { read += $0.copied() }
            #expect(read.suffix(seen.count) == seen[...])
        }
        #expect(read == records(0..<400))
    }

    @Test func `a reader that is closed and opened again at an earlier offset reads the same`() throws {
        let topic = try MockTopic()
        try topic.produce(messages(0..<2_000))
        let log = try topic.log()
        for start in [0, 1_500, 700, 1, 1_999] {
            let reader = try log.reader(of: 0, from: Int64(start))
            // Closed in the middle of what was fetched, and of what was handed over.
            _ = try log.read(reader, upTo: Int64(start + 1))
            reader.close()
            let again = try log.reader(of: 0, from: Int64(start / 2))
            #expect(try log.read(again, upTo: 2_000) == Array(records(0..<2_000).dropFirst(start / 2)))
            again.close()
        }
    }

    @Test func `the known end follows what is read, without a question`() throws {
        let topic = try MockTopic()
        try topic.produce(messages(0..<30))
        let log = try topic.log()
        let reader = try log.reader(of: 0, from: 0)
        _ = try log.read(reader, upTo: 30)
        #expect(log.knownEnd(of: 0) == 30)
        #expect(log.interruption == nil)
    }

    @Test func `committed offsets may be told at any time, even when no broker is there`() throws {
        let topic = try MockTopic()
        let log = try topic.log()
        log.acknowledge([:])
        log.acknowledge([0: 0, 1: 0, 2: 0])
        topic.cluster.setBroker(1, isUp: false)
        log.acknowledge([0: 0])
    }
}
