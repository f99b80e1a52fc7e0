import Commerce
import Kafka
import KafkaLogs
import KafkaTesting
import Testing
import TransactionLogs

@testable import souk

/// What commands do with topics, on librdkafka's own brokers.
@Suite struct KafkaFlowTests {
    private static let topic = "sales"
    private let cluster: KafkaMockCluster
    private let settings: KafkaLogSettings

    init() throws {
        cluster = try KafkaMockCluster(brokers: 1)
        try cluster.createTopic(Self.topic, partitions: 2)
        settings = KafkaLogSettings(bootstrapServers: cluster.bootstrapServers, topic: Self.topic, group: "test")
    }

    private func tail() throws -> [Int32: Int] {
        let log = try KafkaLog(settings)
        let tail = try LogTail(log, partitions: log.partitions(), stopsAtEnd: true) { $0.lowerBound }
        defer { tail.close() }
        var counts: [Int32: Int] = [:]
        while true {
            let count = try tail.read { partition, records in counts[partition, default: 0] += records.count }
            if count > 0 { continue }
            if tail.isFinished { return counts }
            try tail.wait()
        }
    }

    @Test func `a tail that ends at the end waits for what the brokers still have to send`() throws {
        let producer = try TopicProducer(Self.topic, of: cluster.bootstrapServers)
        try producer.write((0..<300).map { [UInt8($0 % 256)] }, to: 0)
        try producer.write([[1], [2]], to: 1)
        #expect(try tail() == [0: 300, 1: 2])
    }

    @Test func `a posted sale that a broker refuses does not keep out the next one`() throws {
        let intake = try KafkaIntake(settings, creatingPartitions: nil, decoder: TransactionDecoder())
        cluster.failNext(.produce, with: [.topicAuthorizationFailed])
        #expect(throws: (any Error).self) { try intake.append([Array("refused".utf8)]) }
        try intake.append([Array("taken".utf8)])
        #expect(try tail().values.reduce(0, +) == 1)
    }
}
