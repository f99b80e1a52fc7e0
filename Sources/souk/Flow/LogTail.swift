import TransactionLogs

/// Several partitions of a log, read side by side.
final class LogTail {
    /// One partition of the log.
    private struct Partition {
        var number: Int32
        /// Where the log ended when reading began.
        var end: Int64
        var reader: any PartitionReader
    }

    private static let step = 1_024

    private let log: any TransactionLog
    private let stopsAtEnd: Bool
    private var partitions: [Partition] = []

    /// Opens partitions at the offsets that `start` chooses from what each holds.
    init(
        _ log: any TransactionLog, partitions: [Int32], stopsAtEnd: Bool, start: (Range<Int64>) -> Int64
    ) throws {
        self.log = log
        self.stopsAtEnd = stopsAtEnd
        for number in partitions {
            let offsets = try log.offsets(of: number)
            let reader = try log.reader(of: number, from: start(offsets))
            self.partitions.append(Partition(number: number, end: offsets.upperBound, reader: reader))
        }
    }

    /// Hands over some of the next records of every partition.
    ///
    /// - Returns: how many there were.
    func read(_ body: (_ partition: Int32, _ records: borrowing RecordBatch) throws -> Void) throws -> Int {
        try partitions.reduce(0) { count, partition in
            let left = stopsAtEnd ? partition.end - partition.reader.position : .max
            guard left > 0 else { return count }
            return try count
                + partition.reader.read(limit: Int(min(left, Int64(Self.step)))) { try body(partition.number, $0) }
        }
    }

    /// Whether everything was read that there was when reading began, if that is all that is wanted. A log on another machine
    /// has not sent it yet when `read` finds nothing.
    var isFinished: Bool { stopsAtEnd && unfinished.isEmpty }

    private var unfinished: [Partition] {
        stopsAtEnd ? partitions.filter { $0.reader.position < $0.end } : partitions
    }

    /// Waits for new records for a moment.
    func wait() throws {
        let positions = Dictionary(uniqueKeysWithValues: unfinished.map { ($0.number, $0.reader.position) })
        _ = try log.waitForRecords(beyond: positions, timeout: .milliseconds(200))
    }

    /// Closes the readers.
    func close() {
        for partition in partitions { partition.reader.close() }
    }
}
