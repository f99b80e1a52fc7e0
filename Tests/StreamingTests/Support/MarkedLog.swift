import Synchronization
import TransactionLogs

/// A log with offsets that hold no message at its end, as transactions leave in a Kafka topic. They come to light while
/// somebody waits, and never while somebody reads.
final class MarkedLog: TransactionLog {
    private let base: MemoryLog
    private let messages: Int64
    private let markers: Int64
    private let arePassed = Atomic(false)

    /// - Parameters:
    ///   - messages: how many messages the one partition of `base` has.
    ///   - markers: how many offsets without a message follow them.
    init(_ base: MemoryLog, messages: Int64, markers: Int64) {
        self.base = base
        self.messages = messages
        self.markers = markers
    }

    var identity: LogIdentity { base.identity }

    func partitions() throws -> [Int32] { try base.partitions() }

    func offsets(of partition: Int32) throws -> Range<Int64> { 0..<messages + markers }

    func reader(of partition: Int32, from offset: Int64) throws -> any PartitionReader {
        Reader(base: try base.reader(of: partition, from: offset), log: self)
    }

    func waitForRecords(beyond positions: [Int32: Int64], timeout: Duration) throws -> Bool {
        guard positions.values.allSatisfy({ $0 == messages }) else { return false }
        return !arePassed.exchange(true, ordering: .relaxed)
    }

    private final class Reader: PartitionReader {
        private let base: any PartitionReader
        private let log: MarkedLog

        init(base: any PartitionReader, log: MarkedLog) {
            self.base = base
            self.log = log
        }

        var position: Int64 {
            let isBehind = base.position == log.messages && log.arePassed.load(ordering: .relaxed)
            return isBehind ? log.messages + log.markers : base.position
        }

        func read(limit: Int, _ body: (borrowing RecordBatch) throws -> Void) throws -> Int {
            try base.read(limit: limit, body)
        }

        func close() { base.close() }
    }
}
