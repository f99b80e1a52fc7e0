import Foundation
import Kafka
import KafkaLogs
import Synchronization
import Testing
import TransactionLogs

@Suite struct WritingTests {
    private func writer(
        _ topic: MockTopic, _ properties: [(name: String, value: String)] = [], notices: Notices = Notices(),
        isStopping: @escaping @Sendable () -> Bool = { false }
    ) throws -> KafkaLogWriter {
        try KafkaLogWriter(
            topic.settings(properties, notice: notices.add), creatingPartitions: nil, isStopping: isStopping,
            patience: .milliseconds(300))
    }

    @Test func `a queue that holds a hundred messages takes twenty thousand, one after the other`() throws {
        let topic = try MockTopic(partitions: 1)
        let writer = try writer(topic, [("queue.buffering.max.messages", "100")])
        for message in messages(0..<20_000) { try writer.append(message) }
        try writer.commit()
        #expect(writer.deliveredCount == 20_000)
        #expect(try topic.content(of: 0) == records(0..<20_000))
    }

    @Test func `messages of one key are in one partition, in their order`() throws {
        let topic = try MockTopic()
        let writer = try writer(topic)
        for number in 0..<3_000 {
            try writer.append(Array("\(number % 40) \(number)".utf8), key: "user_\(number % 40)")
        }
        try writer.commit()
        var partitions: [Int: Int32] = [:]
        var last: [Int: Int] = [:]
        var count = 0
        for partition in Int32(0)..<3 {
            for record in try topic.content(of: partition) {
                let words = String(decoding: record.payload ?? [], as: UTF8.self).split(separator: " ").compactMap {
                    Int($0)
                }
                try #require(words.count == 2)
                #expect(partitions.updateValue(partition, forKey: words[0]) ?? partition == partition)
                #expect(last.updateValue(words[1], forKey: words[0]) ?? -1 < words[1])
                count += 1
            }
        }
        #expect(count == 3_000)
        #expect(Set(partitions.values).count == 3)
    }

    /// The hashes are those of the tests of Kafka's own `Utils.murmur2`.
    @Test func `a key's partition is the one that Java's clients choose`() throws {
        let hashes: [String: Int32] = [
            "21": -973_932_308, "foobar": -790_332_482, "a-little-bit-long-string": -985_981_536,
            "a-little-bit-longer-string": -1_486_304_829,
            "lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8": -58_897_971,
            "abc": 479_470_107,
        ]
        let topic = try MockTopic(partitions: 7)
        let writer = try writer(topic)
        for key in hashes.keys { try writer.append(Array(key.utf8), key: key) }
        try writer.commit()
        for partition in Int32(0)..<7 {
            let keys = try topic.content(of: partition).map { String(decoding: $0.payload ?? [], as: UTF8.self) }
            #expect(Set(keys) == Set(hashes.filter { $0.value & .max % 7 == partition }.keys), "partition \(partition)")
        }
    }

    @Test func `a message that is too large is refused with the setting to change`() throws {
        let topic = try MockTopic()
        let writer = try writer(topic, [("message.max.bytes", "2000")])
        let error = try #require(try failure { try writer.append([UInt8](repeating: 120, count: 3_000)) })
        #expect(error.code == .notPermitted)
        #expect(error.description.contains("kafka.max_message_bytes"), "\(error)")
        try writer.append([1])
        try writer.commit()
        #expect(writer.deliveredCount == 1)
    }

    @Test func `messages that a broker refuses are counted, with the broker's reason`() throws {
        let topic = try MockTopic(partitions: 1)
        let writer = try writer(topic, [("linger.ms", "100")])
        topic.cluster.failNext(.produce, with: [.topicAuthorizationFailed])
        let error = try #require(
            try failure {
                for message in messages(0..<5) { try writer.append(message) }
                try writer.commit()
            })
        #expect(error.code == .notPermitted)
        #expect(error.description.contains("5 of 5 messages were not delivered"), "\(error)")
        #expect(error.description.contains("kafka-acls"), "\(error)")
    }

    @Test func `a broker that is overcharged for a moment is asked again, and nothing is written twice`() throws {
        let topic = try MockTopic(partitions: 1)
        let writer = try writer(topic)
        topic.cluster.failNext(.produce, with: [.init(rawValue: 6), .timedOutOnBroker, .init(rawValue: 19)])
        for message in messages(0..<500) { try writer.append(message) }
        try writer.commit()
        #expect(try topic.content(of: 0) == records(0..<500))
    }

    @Test
    func `whoever wants to stop while no broker is there is kept waiting for a moment, and told how many are lost`()
        throws
    {
        let topic = try MockTopic()
        let isStopping = Mutex(false)
        let notices = Notices()
        let writer = try writer(topic, notices: notices, isStopping: { isStopping.withLock { $0 } })
        try writer.append([1])
        try writer.commit()
        topic.cluster.setBroker(1, isUp: false)
        for message in messages(0..<50) { try writer.append(message) }
        isStopping.withLock { $0 = true }
        let began = Date()
        let error = try #require(try failure { try writer.commit() })
        #expect(-began.timeIntervalSinceNow < 5)
        #expect(error.code == .unreachable)
        #expect(error.description.contains("50 of 51 messages were not delivered"), "\(error)")
    }

    @Test func `a broker that is gone is told of once, and once that it is back, and everything is delivered`() throws {
        let topic = try MockTopic(partitions: 1)
        let notices = Notices()
        let writer = try writer(topic, notices: notices)
        try writer.append(messages(0..<1)[0])
        try writer.commit()
        topic.cluster.setBroker(1, isUp: false)
        let deadline = Date(timeIntervalSinceNow: 30)
        while notices.warnings.isEmpty, Date() < deadline { try writer.check() }
        for message in messages(1..<400) { try writer.append(message) }
        topic.cluster.setBroker(1, isUp: true)
        try writer.commit()
        #expect(notices.warnings.count == 2, "\(notices.warnings)")
        #expect(notices.warnings.first?.contains("no broker can be reached") == true, "\(notices.warnings)")
        #expect(notices.warnings.last?.contains("delivered again") == true, "\(notices.warnings)")
        #expect(try topic.content(of: 0) == records(0..<400))
    }
}

extension KafkaError.Code {
    /// The broker's own word for a request that took too long.
    fileprivate static let timedOutOnBroker = Self(rawValue: 7)
}
