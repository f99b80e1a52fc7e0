import ClusterTesting
import Kafka
import KafkaLogs
import KafkaTesting
import System
import Testing
import TransactionLogs

/// A log that the contract is checked against: what reads it, and how a message gets into it.
///
/// Another log joins the contract by another case of `Kind`.
struct LogUnderTest {
    enum Kind: String, CaseIterable, CustomTestStringConvertible {
        case embedded
        case embeddedInTinySegments
        case file
        /// librdkafka's brokers inside this process.
        case kafkaMock
        /// A real broker.
        case kafka

        /// The kinds that there are here.
        static let available: [Kind] = {
            guard let reason = Cluster.whyUnavailable else { return allCases }
            print("The contract of logs is not checked against a real Kafka: \(reason)")
            return allCases.filter { $0 != .kafka }
        }()

        /// Whether opening a reader costs questions and answers.
        var isRemote: Bool { self == .kafka || self == .kafkaMock }

        var testDescription: String { rawValue }
    }

    let log: any TransactionLog
    let partitions: Int32
    /// Appends messages without line feeds, and returns when readers can see them.
    let append: ([[UInt8]], Int32) throws -> Void

    /// Makes a log of a kind, empty, for the time of a test.
    static func with(_ kind: Kind, _ body: (LogUnderTest) throws -> Void) throws {
        try withTemporaryDirectory { directory throws in
            switch kind {
            case .embedded: try withEmbedded(directory, segmentBytes: 1 << 20, body)
            case .embeddedInTinySegments: try withEmbedded(directory, segmentBytes: 4096, body)
            case .file: try withFile(directory, body)
            case .kafkaMock: try withKafkaMock(body)
            case .kafka: try withKafka(body)
            }
        }
    }

    private static func withEmbedded(
        _ directory: String, segmentBytes: Int, _ body: (LogUnderTest) throws -> Void
    ) throws {
        let path = "\(directory)/log"
        let writer = try EmbeddedLogWriter(
            opening: path, creating: layout(partitions: 3, segmentBytes: segmentBytes))
        let log = try EmbeddedLog(opening: path)
        try body(LogUnderTest(log: log, partitions: 3) { try writer.write($0, to: $1) })
        try writer.close()
    }

    private static func withFile(_ directory: String, _ body: (LogUnderTest) throws -> Void) throws {
        let file = try FileDescriptor(opening: "\(directory)/messages", [.write, .create, .append])
        let log = try FileLog(opening: "\(directory)/messages", follows: true)
        try body(
            LogUnderTest(log: log, partitions: 1) { messages, _ in
                let lines = messages.flatMap { $0 + [UInt8(ascii: "\n")] }
                try file.write(lines)
            })
    }

    private static func withKafkaMock(_ body: (LogUnderTest) throws -> Void) throws {
        let cluster = try KafkaMockCluster(brokers: 2)
        try cluster.createTopic("sales", partitions: 3)
        try withTopic("sales", of: cluster.bootstrapServers, body)
    }

    private static func withKafka(_ body: (LogUnderTest) throws -> Void) throws {
        let broker = try Cluster.kafka.get()
        let topic = "contract-\(UInt64.random(in: 0 ... .max))"
        try broker.createTopic(topic, partitions: 3, ["max.message.bytes": "16000000"])
        try withTopic(topic, of: broker.address, body)
    }

    private static func withTopic(
        _ topic: String, of servers: String, _ body: (LogUnderTest) throws -> Void
    ) throws {
        let log = try KafkaLog(KafkaLogSettings(bootstrapServers: servers, topic: topic, group: "souk"))
        let producer = try TopicProducer(topic, of: servers)
        try body(LogUnderTest(log: log, partitions: 3) { try producer.write($0, to: $1) })
    }

    /// Reads to the end that the log has now, waiting for what takes its time to come.
    func readAll(_ reader: any PartitionReader, of partition: Int32 = 0) throws -> [ReadRecord] {
        let end = try log.offsets(of: partition).upperBound
        var records: [ReadRecord] = []
        while reader.position < end {
            let count = try reader.read(limit: 1000) { records += $0.copied() }
            if count == 0 {
                _ = try log.waitForRecords(beyond: [partition: reader.position], timeout: .seconds(30))
            }
        }
        return records
    }
}
