import Foundation
import Kafka
import KafkaLogs
import Testing
import TransactionLogs

/// Connections that don't come about, and how that is told.
@Suite struct ConnectionTests {
    @Test
    func `a cluster that nobody serves is unreachable within the time that is given, and the message says what to do`()
        throws
    {
        // Nothing listens on the discard port.
        let settings = KafkaLogSettings(
            bootstrapServers: "127.0.0.1:9", topic: "sales", group: "souk", timeout: .seconds(2))
        let began = Date()
        let error = try #require(try failure { _ = try KafkaLog(settings) })
        #expect(error.code == .unreachable)
        #expect(error.isTransient)
        #expect(-began.timeIntervalSinceNow < 4)
        #expect(error.description.contains("kafka://127.0.0.1:9/sales"), "\(error)")
        #expect(error.description.contains("Connection refused"), "\(error)")
        #expect(error.description.contains("Check that the brokers run"), "\(error)")
        let writing = try #require(try failure { _ = try KafkaLogWriter(settings, creatingPartitions: 3) })
        #expect(writing.code == .unreachable)
    }

    @Test func `a host that does not exist is named`() throws {
        let settings = KafkaLogSettings(
            bootstrapServers: "nowhere.invalid:9092", topic: "sales", group: "souk", timeout: .seconds(2))
        let error = try #require(try failure { _ = try KafkaLog(settings) })
        #expect(error.code == .unreachable)
        #expect(error.description.contains("nowhere.invalid:9092"), "\(error)")
    }

    @Test func `a topic that is not there is missing, for readers and writers`() throws {
        let topic = try MockTopic()
        topic.cluster.setError(.unknownTopicOrPartition, ofTopic: "nothing")
        let error = try #require(try failure { _ = try KafkaLog(topic.settings(topic: "nothing")) })
        #expect(error.code == .missing)
        #expect(error.description.contains("/nothing") && error.description.contains("--create-topic"), "\(error)")
        let writing = try failure { _ = try KafkaLogWriter(topic.settings(topic: "nothing"), creatingPartitions: nil) }
        #expect(writing?.code == .missing)
    }

    @Test func `a topic that the user may not see ends the opening at once, with what an administrator has to do`()
        throws
    {
        let topic = try MockTopic()
        topic.cluster.setError(.topicAuthorizationFailed, ofTopic: topic.name)
        let began = Date()
        let error = try #require(try failure { _ = try topic.log() })
        #expect(error.code == .notPermitted)
        #expect(error.description.contains("kafka-acls"), "\(error)")
        #expect(-began.timeIntervalSinceNow < 10)
    }

    @Test func `a right that is taken away while reading ends the reading`() throws {
        let topic = try MockTopic()
        let log = try topic.log()
        let reader = try log.reader(of: 0, from: 0)
        topic.cluster.setError(.topicAuthorizationFailed, ofTopic: topic.name)
        topic.cluster.setBroker(1, isUp: false)
        topic.cluster.setBroker(1, isUp: true)
        let error = try failure { try log.wait(for: "the failure") { false } }
        #expect(error?.code == .notPermitted)
        #expect(try failure { _ = try reader.read(limit: 1) { _ in } }?.code == .notPermitted)
    }

    @Test func `settings that contradict each other are not permitted`() throws {
        let topic = try MockTopic()
        for properties in [
            [("no.such.property", "1")], [("ssl.ca.location", "/nowhere"), ("security.protocol", "ssl")],
        ] {
            let error = try #require(try failure { _ = try KafkaLog(topic.settings(properties)) })
            #expect(error.code == .notPermitted, "\(error)")
            #expect(error.description.contains("[kafka]") || error.description.contains("kafka.ca_file"), "\(error)")
        }
    }

    @Test func `two topics of a cluster and two clusters have different identities`() throws {
        let topic = try MockTopic()
        try topic.cluster.createTopic("other", partitions: 1)
        let other = try KafkaLog(topic.settings(topic: "other"))
        #expect(try topic.log().identity == topic.log().identity)
        #expect(try topic.log().identity != other.identity)
        #expect(other.identity.description.hasSuffix("/other"))
    }
}
