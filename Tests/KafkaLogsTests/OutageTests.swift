import Kafka
import KafkaLogs
import Testing
import TransactionLogs

/// Brokers that go and come back while a topic is read.
@Suite struct OutageTests {
    @Test
    func `a broker that is gone is told of with a reason, and reading goes on when it is back, nothing lost or twice`()
        throws
    {
        let topic = try MockTopic()
        try topic.produce(messages(0..<1_000))
        let log = try topic.log()
        let reader = try log.reader(of: 0, from: 0)
        var read = try log.read(reader, upTo: 1)
        #expect(log.interruption == nil)

        topic.cluster.setBroker(1, isUp: false)
        try log.wait(for: "an interruption") { log.interruption != nil }
        let interruption = try #require(log.interruption)
        #expect(interruption.isTransient)
        #expect(
            interruption.description.contains("kafka://") && interruption.description.contains("Check"),
            "\(interruption)")
        // What was fetched before can still be read.
        while try reader.read(limit: 300, { read += $0.copied() }) > 0 {}

        topic.cluster.setBroker(1, isUp: true)
        try log.wait(for: "the end of the interruption") { log.interruption == nil }
        try topic.produce(messages(1_000..<1_200))
        read += try log.read(reader, upTo: 1_200)
        #expect(read == records(0..<1_200))
    }

    @Test func `a broker that goes and comes back again and again loses and doubles nothing`() throws {
        let topic = try MockTopic()
        let log = try topic.log()
        let reader = try log.reader(of: 0, from: 0)
        var read: [ReadRecord] = []
        for round in 0..<8 {
            try topic.produce(messages(round * 100..<round * 100 + 100))
            topic.cluster.setBroker(1, isUp: false)
            _ = try reader.read(limit: 30) { read += $0.copied() }
            topic.cluster.setBroker(1, isUp: true)
        }
        read += try log.read(reader, upTo: 800)
        #expect(read == records(0..<800))
    }

    @Test func `a partition whose leader is another broker is read on from there`() throws {
        let topic = try MockTopic(brokers: 3)
        let log = try topic.log()
        let reader = try log.reader(of: 0, from: 0)
        var read: [ReadRecord] = []
        for round in 0..<6 {
            topic.cluster.setLeader(Int32(round % 3 + 1), of: 0, in: topic.name)
            try topic.produce(messages(round * 50..<round * 50 + 50))
            if round % 2 == 1 { read += try log.read(reader, upTo: Int64(round * 50 + 50)) }
        }
        #expect(read == records(0..<300))
    }

    @Test func `a partition without a leader is an interruption that names it`() throws {
        let topic = try MockTopic(brokers: 2)
        let log = try topic.log()
        let reader = try log.reader(of: 1, from: 0)
        // The simulated broker follows a null pointer when it is asked for records of a partition without a leader, so it has
        // other answers ready until the reader has heard of that.
        topic.cluster.failNext(.fetch, with: Array(repeating: .leaderNotAvailable, count: 1_000))
        topic.cluster.setLeader(nil, of: 1, in: topic.name)
        try log.wait(for: "an interruption") { log.interruption != nil }
        topic.cluster.forgetErrors(of: .fetch)
        #expect(
            log.interruption?.description.contains("partition 1 has no leader") == true, "\(log.interruption as Any)")
        topic.cluster.setLeader(2, of: 1, in: topic.name)
        try log.wait(for: "the end of the interruption") { log.interruption == nil }
        try topic.produce(messages(0..<10), to: 1)
        #expect(try log.read(reader, of: 1, upTo: 10) == records(0..<10))
    }

    @Test func `a partition that gets its leader a moment after the topic is there is asked for again`() throws {
        let topic = try MockTopic()
        try topic.produce(messages(0..<20))
        let log = try topic.log()
        topic.cluster.failNext(.listOffsets, with: [.notLeader, .leaderNotAvailable, .notLeader])
        let offsets = try log.offsets(of: 0)
        #expect(offsets == 0..<20, "\(offsets)")
    }
}
