import Foundation
import Kafka
import KafkaLogs
import KafkaTesting
import Synchronization
import TransactionLogs

/// A topic on librdkafka's own brokers inside this process.
struct MockTopic {
    /// What makes clients come back to a broker at once.
    static let impatience: [(name: String, value: String)] = [
        ("reconnect.backoff.ms", "20"), ("reconnect.backoff.max.ms", "100"),
    ]

    let cluster: KafkaMockCluster
    let name = "sales"

    init(partitions: Int32 = 3, brokers: Int32 = 1) throws {
        cluster = try KafkaMockCluster(brokers: brokers)
        try cluster.createTopic(name, partitions: partitions)
    }

    func settings(
        topic: String? = nil, _ properties: [(name: String, value: String)] = [], timeout: Duration = .seconds(30),
        notice: @escaping @Sendable (KafkaNotice) -> Void = { _ in }
    ) -> KafkaLogSettings {
        KafkaLogSettings(
            bootstrapServers: cluster.bootstrapServers, topic: topic ?? name, group: "souk",
            properties: Self.impatience + properties, timeout: timeout, notice: notice)
    }

    func log() throws -> KafkaLog { try KafkaLog(settings()) }

    /// Puts messages into a partition; nil is a message without a value.
    func produce(_ messages: [[UInt8]?], to partition: Int32 = 0) throws {
        try TopicProducer(name, of: cluster.bootstrapServers).write(messages, to: partition)
    }

    /// All messages of a partition.
    func content(of partition: Int32) throws -> [ReadRecord] {
        let log = try log()
        let reader = try log.reader(of: partition, from: 0)
        return try log.read(reader, of: partition, upTo: log.offsets(of: partition).upperBound)
    }
}

/// A record as a test compares it; a message without a value has no payload.
struct ReadRecord: Equatable, Sendable {
    var offset: Int64
    var payload: [UInt8]?
}

/// The messages `0`, `1`, …, with lengths that differ.
func messages(_ numbers: Range<Int>) -> [[UInt8]] {
    numbers.map { Array("message \($0) ".utf8) + Array(repeating: UInt8(ascii: "x"), count: $0 * 37 % 211) }
}

/// What `messages` look like when they are read from offset 0 on.
func records(_ numbers: Range<Int>) -> [ReadRecord] {
    zip(numbers, messages(numbers)).map { ReadRecord(offset: Int64($0), payload: $1) }
}

extension RecordBatch {
    func copied() -> [ReadRecord] {
        (0..<count).map { index in
            let isTombstone = isTombstone(at: index)
            return ReadRecord(offset: offset(at: index), payload: isTombstone ? nil : [UInt8](payload(at: index)))
        }
    }
}

extension [UInt8] {
    init(_ span: RawSpan) {
        self = span.byteCount == 0 ? [] : unsafe span.withUnsafeBytes { unsafe Array($0) }
    }
}

/// A condition did not come about in time.
struct TimeIsOver: Error {
    var description: String
}

extension KafkaLog {
    /// Reads on to an offset, waiting for what takes its time to come.
    func read(_ reader: any PartitionReader, of partition: Int32 = 0, upTo end: Int64) throws -> [ReadRecord] {
        let deadline = Date(timeIntervalSinceNow: 60)
        var records: [ReadRecord] = []
        while reader.position < end {
            guard Date() < deadline else { throw TimeIsOver(description: "\(reader.position) of \(end)") }
            if try reader.read(limit: 1000, { records += $0.copied() }) == 0 {
                _ = try waitForRecords(beyond: [partition: reader.position], timeout: .seconds(1))
            }
        }
        return records
    }

    /// Waits until a condition holds.
    func wait(for description: String, until isMet: () -> Bool) throws {
        let deadline = Date(timeIntervalSinceNow: 60)
        while !isMet() {
            guard Date() < deadline else { throw TimeIsOver(description: description) }
            _ = try waitForRecords(beyond: [:], timeout: .milliseconds(20))
        }
    }
}

extension KafkaLogWriter {
    func append(_ message: [UInt8], key: String? = nil) throws {
        guard let key else { return try unsafe append(message.span.bytes, key: nil) }
        let bytes = Array(key.utf8)
        try unsafe append(message.span.bytes, key: bytes.span.bytes)
    }
}

/// The error of a log that a block throws; nil if it throws none.
func failure(of body: () throws -> Void) throws -> TransactionLogError? {
    do {
        try body()
        return nil
    } catch let error as TransactionLogError {
        return error
    }
}

/// Keeps what a connection has to say.
final class Notices: Sendable {
    private let all = Mutex<[KafkaNotice]>([])

    func add(_ notice: KafkaNotice) { all.withLock { $0.append(notice) } }

    var warnings: [String] {
        all.withLock { $0 }.compactMap { if case .warning(let text) = $0 { text } else { nil } }
    }
}
