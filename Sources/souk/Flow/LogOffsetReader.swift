import Analysis
import System
import TransactionLogs

/// Reads a log once more for the audit, for nothing but its offsets.
struct LogOffsetReader: LogOffsets {
    /// How long a log may say nothing before reading it is given up, in nanoseconds.
    private static let patience: Int64 = 60_000_000_000

    let log: any TransactionLog

    func range(of partition: Int32) throws -> Range<Int64>? {
        guard try log.partitions().contains(partition) else { return nil }
        return try log.offsets(of: partition)
    }

    func read(_ partition: Int32, in range: Range<Int64>, _ body: ([Int64]) throws -> Void) throws {
        guard !range.isEmpty else { return }
        let reader = try log.reader(of: partition, from: range.lowerBound)
        defer { reader.close() }
        var offsets: [Int64] = []
        var lastNews = SystemClock.monotonicNanoseconds()
        while reader.position < range.upperBound {
            offsets.removeAll(keepingCapacity: true)
            let count = try reader.read(limit: 65_536) { records in
                for index in 0..<records.count {
                    let offset = records.offset(at: index)
                    if offset < range.upperBound { offsets.append(offset) }
                }
            }
            if count > 0 {
                lastNews = SystemClock.monotonicNanoseconds()
                try body(offsets)
            } else {
                try wait(for: partition, at: reader.position, of: range, since: lastNews)
            }
        }
    }

    private func wait(for partition: Int32, at position: Int64, of range: Range<Int64>, since lastNews: Int64) throws {
        _ = try log.waitForRecords(beyond: [partition: position], timeout: .milliseconds(200))
        guard SystemClock.monotonicNanoseconds() - lastNews > Self.patience else { return }
        throw log.interruption
            ?? TransactionLogError(
                .unreachable,
                "reading partition \(partition) of \(log.identity): nothing came from offset \(position) on for a minute, "
                    + "though it ends at \(range.upperBound). Try again; if it stays so, check the log's server.")
    }
}
