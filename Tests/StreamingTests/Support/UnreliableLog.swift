import LakeTesting
import Synchronization
import TransactionLogs

/// A log whose server is lost at random, and which can be interrupted for longer. It remembers what it was told.
final class UnreliableLog: TransactionLog {
    private struct State {
        var generator: SeededGenerator
        var interruption: TransactionLogError?
        var acknowledged: [[Int32: Int64]] = []
        var failures = 0
    }

    private let base: any TransactionLog
    private let failuresPerThousand: Int
    private let state: Mutex<State>

    init(_ base: any TransactionLog, seed: UInt64 = 1, failuresPerThousand: Int = 0) {
        self.base = base
        self.failuresPerThousand = failuresPerThousand
        state = Mutex(State(generator: SeededGenerator(seed: seed)))
    }

    var identity: LogIdentity { base.identity }

    /// How many calls failed.
    var failureCount: Int { state.withLock { $0.failures } }

    /// What was acknowledged, in order.
    var acknowledged: [[Int32: Int64]] { state.withLock { $0.acknowledged } }

    var interruption: TransactionLogError? { state.withLock { $0.interruption } }

    /// Makes readers find nothing for a reason, or lets them go on.
    func interrupt(_ error: TransactionLogError?) {
        state.withLock { $0.interruption = error }
    }

    func partitions() throws -> [Int32] {
        try mayFail()
        return try base.partitions()
    }

    func offsets(of partition: Int32) throws -> Range<Int64> {
        try mayFail()
        return try base.offsets(of: partition)
    }

    func knownEnd(of partition: Int32) -> Int64? { base.knownEnd(of: partition) }

    func acknowledge(_ nextOffsets: [Int32: Int64]) {
        state.withLock { $0.acknowledged.append(nextOffsets) }
    }

    func reader(of partition: Int32, from offset: Int64) throws -> any PartitionReader {
        try mayFail()
        return Reader(base: try base.reader(of: partition, from: offset), log: self)
    }

    func waitForRecords(beyond positions: [Int32: Int64], timeout: Duration) throws -> Bool {
        try mayFail()
        return try base.waitForRecords(beyond: positions, timeout: timeout)
    }

    private func mayFail() throws {
        try state.withLock { state in
            guard Int.random(in: 0..<1_000, using: &state.generator) < failuresPerThousand else { return }
            state.failures += 1
            throw TransactionLogError(.unreachable, "reading the log: the connection was lost")
        }
    }

    private final class Reader: PartitionReader {
        private let base: any PartitionReader
        private let log: UnreliableLog

        init(base: any PartitionReader, log: UnreliableLog) {
            self.base = base
            self.log = log
        }

        var position: Int64 { base.position }

        func read(limit: Int, _ body: (borrowing RecordBatch) throws -> Void) throws -> Int {
            try log.mayFail()
            return log.interruption == nil ? try base.read(limit: limit, body) : 0
        }

        func close() { base.close() }
    }
}
