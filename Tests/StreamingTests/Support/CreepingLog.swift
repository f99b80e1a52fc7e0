import Synchronization
import TransactionLogs

/// A log in which offsets without a message come to light at any moment, as behind the transactions of a Kafka topic: whoever
/// asks a reader for its position once more may find it further on. It tells of an end that it has not sent up to yet.
final class CreepingLog: TransactionLog {
    private let base: MemoryLog
    private let gaps = Atomic<Int64>(0)
    private let end: Int64?

    /// - Parameter end: what the log says of the end of each partition; nil for nothing.
    init(_ base: MemoryLog, knownEnd end: Int64? = nil) {
        self.base = base
        self.end = end
    }

    var identity: LogIdentity { base.identity }

    func partitions() throws -> [Int32] { try base.partitions() }

    func offsets(of partition: Int32) throws -> Range<Int64> { 0..<1_000_000 }

    func knownEnd(of partition: Int32) -> Int64? { end }

    func reader(of partition: Int32, from offset: Int64) throws -> any PartitionReader {
        Reader(base: try base.reader(of: partition, from: 0), log: self)
    }

    func waitForRecords(beyond positions: [Int32: Int64], timeout: Duration) throws -> Bool { false }

    private final class Reader: PartitionReader {
        private let base: any PartitionReader
        private let log: CreepingLog

        init(base: any PartitionReader, log: CreepingLog) {
            self.base = base
            self.log = log
        }

        var position: Int64 {
            log.end == nil ? base.position + log.gaps.add(1, ordering: .relaxed).newValue : base.position
        }

        func read(limit: Int, _ body: (borrowing RecordBatch) throws -> Void) throws -> Int {
            try base.read(limit: limit, body)
        }

        func close() { base.close() }
    }
}
