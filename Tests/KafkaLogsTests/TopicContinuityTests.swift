import Kafka
import KafkaLogs
import Testing
import TransactionLogs

/// Whether a topic is still the one that was read: by its id, and by the messages that it holds.
@Suite struct TopicContinuityTests {
    /// What a reader leaves behind that has read a partition to its end.
    private func fingerprint(of topic: MockTopic, upTo end: Int64) throws -> LogFingerprint {
        let log = try topic.log()
        let reader = try log.reader(of: 0, from: 0)
        _ = try log.read(reader, upTo: end)
        return try #require(try reader.fingerprint())
    }

    @Test func `a topic that was created again is another log under the same name`() throws {
        let topic = try MockTopic()
        let before = try topic.log().identity
        try topic.cluster.deleteTopic(topic.name)
        try topic.cluster.createTopic(topic.name, partitions: 3)
        let after = try topic.log().identity
        #expect(after.description == before.description)
        let former = try #require(before.incarnation)
        let found = try #require(after.incarnation)
        #expect(after.relation(to: before) == .recreated(remembered: former, found: found))
    }

    @Test func `a topic that is created again while it is read ends the reading, with both ids`() throws {
        let topic = try MockTopic()
        try topic.produce(messages(0..<10))
        let log = try topic.log()
        let reader = try log.reader(of: 0, from: 0)
        _ = try log.read(reader, upTo: 10)
        try log.confirmIdentity()
        try topic.cluster.deleteTopic(topic.name)
        try topic.cluster.createTopic(topic.name, partitions: 3)
        let error = try #require(try failure { try log.confirmIdentity() })
        #expect(error.code == .replaced && !error.isTransient)
        let former = try #require(log.identity.incarnation)
        let found = try #require(try topic.log().identity.incarnation)
        #expect(error.description.contains(former) && error.description.contains(found), "\(error)")
        #expect(error.description.contains("new lake"), "\(error)")
        #expect(try failure { _ = try reader.read(limit: 1) { _ in } }?.code == .replaced)
    }

    @Test func `a follower hears of a topic that was created again without asking`() throws {
        let topic = try MockTopic()
        let log = try topic.log()
        try topic.cluster.deleteTopic(topic.name)
        try topic.cluster.createTopic(topic.name, partitions: 3)
        #expect(try failure { try log.wait(for: "the failure") { false } }?.code == .replaced)
    }

    @Test func `a partition that has grown still holds what was read`() throws {
        let topic = try MockTopic()
        try topic.produce(messages(0..<100))
        let fingerprint = try fingerprint(of: topic, upTo: 100)
        #expect(try topic.log().fingerprint(of: 0, before: 100) == fingerprint)
        try topic.produce(messages(100..<200))
        #expect(try topic.log().continuity(of: 0, with: fingerprint) == .confirmed)
    }

    @Test func `a message without a value is recognised too`() throws {
        let topic = try MockTopic()
        try topic.produce(messages(0..<3) + [nil])
        let fingerprint = try fingerprint(of: topic, upTo: 4)
        #expect(try topic.log().continuity(of: 0, with: fingerprint) == .confirmed)
    }

    @Test func `an epoch that ended before what was read of it is found out, with where it ended`() throws {
        let topic = try MockTopic(brokers: 3)
        try topic.produce(messages(0..<1_000))
        guard case .message(_, let epoch?, let checksum) = try fingerprint(of: topic, upTo: 1_000) else {
            Issue.record("the brokers keep no leader epochs")
            return
        }
        topic.cluster.setLeader(2, of: 0, in: topic.name)
        try topic.produce(messages(1_000..<3_000))
        // As if 1,500 messages of the first leader had been read.
        let read = LogFingerprint.message(offset: 1_499, leaderEpoch: epoch, checksum: checksum)
        guard case .broken(let end, let reason) = try topic.log().continuity(of: 0, with: read) else {
            Issue.record("the truncation was not noticed")
            return
        }
        #expect(end == 1_000)
        for part in ["offset 1499 of leader epoch \(epoch)", "ended at offset 1000", "leader epoch \(epoch + 1)"] {
            #expect(reason.contains(part), "\(reason)")
        }
    }

    @Test func `another message at the same offset is found out without an epoch`() throws {
        let topic = try MockTopic()
        try topic.produce(messages(0..<10))
        guard case .message(let offset, let epoch, let checksum) = try fingerprint(of: topic, upTo: 10) else {
            Issue.record("a topic's fingerprint is that of a message")
            return
        }
        let other = LogFingerprint.message(offset: offset, leaderEpoch: epoch, checksum: checksum ^ 1)
        guard case .broken(from: nil, let reason) = try topic.log().continuity(of: 0, with: other) else {
            Issue.record("the other message was not noticed")
            return
        }
        #expect(reason.contains("offset 9"), "\(reason)")
        // What is gone can't be compared.
        let gone = LogFingerprint.message(offset: 10, leaderEpoch: epoch, checksum: checksum)
        #expect(try topic.log().continuity(of: 0, with: gone) == .unknown)
        #expect(try topic.log().continuity(of: 0, with: .bytes(count: 1, checksum: 1)) == .unknown)
    }
}
