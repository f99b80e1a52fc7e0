internal import Commerce
internal import System
internal import TransactionLogs

/// Reads stretches of a log once more and decodes them as a pipeline does.
struct LogScan: Sendable {
    /// How long a log may say nothing before reading it is given up, in nanoseconds.
    private static let patience: Int64 = 60_000_000_000
    /// How many messages are decoded together.
    private static let stepLimit = 8_192
    /// How many cities, categories and payment methods are kept from one step to the next.
    private static let textLimit = 16_384

    let log: any TransactionLog
    /// Decodes without regard to the clock.
    let decoder: TransactionDecoder

    /// Hands over the messages of a range of a partition, decoded, in pieces.
    ///
    /// - Parameters:
    ///   - isRejected: which offsets the body wants the bytes of, as messages that were rejected for being in the future.
    ///   - body: takes a piece, and the position behind it.
    /// - Throws: what the log throws, and what `body` does.
    func read(
        _ partition: Int32, _ range: Range<Int64>, rejectingByClock isRejected: OffsetBits,
        _ body: (borrowing TransactionBatch, Int64) throws -> Void
    ) throws {
        guard !range.isEmpty else { return }
        var steps = Steps(
            reader: try log.reader(of: partition, from: range.lowerBound), decoder: decoder, partition: partition,
            end: range.upperBound, judgedByClock: isRejected)
        defer { steps.reader.close() }
        var lastNews = SystemClock.monotonicNanoseconds()
        while steps.reader.position < range.upperBound {
            if try steps.advance(limit: Self.stepLimit) > 0 {
                lastNews = SystemClock.monotonicNanoseconds()
                try body(steps.batch, min(steps.reader.position, range.upperBound))
                steps.empty(keepingAtMost: Self.textLimit)
            } else {
                try wait(for: partition, at: steps.reader.position, of: range, since: lastNews)
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
                    + "though it ends at \(range.upperBound); try again, and if it stays so, check the log's server")
    }

    /// A reader and what it has read last.
    private struct Steps: ~Copyable {
        let reader: any PartitionReader
        var decoder: TransactionDecoder
        var batch: TransactionBatch
        let end: Int64
        let judgedByClock: OffsetBits

        init(
            reader: any PartitionReader, decoder: TransactionDecoder, partition: Int32, end: Int64,
            judgedByClock: OffsetBits
        ) {
            self.reader = reader
            self.decoder = decoder
            batch = TransactionBatch(partition: partition)
            self.end = end
            self.judgedByClock = judgedByClock
        }

        mutating func advance(limit: Int) throws -> Int {
            try reader.read(limit: limit) { records in
                for index in 0..<records.count {
                    let offset = records.offset(at: index)
                    guard offset < end else { return }
                    if records.isTombstone(at: index) {
                        batch.reject(Rejection(offset: offset, reason: .tombstone, detail: "", payload: []))
                    } else if judgedByClock.contains(offset) {
                        let bytes = records.payload(at: index).copied()
                        batch.reject(
                            Rejection(offset: offset, reason: .timestampInFuture, detail: "", payload: bytes))
                    } else {
                        decoder.decode(
                            records.payload(at: index), offset: offset, now: Timestamp(microseconds: 0), into: &batch)
                    }
                }
            }
        }

        mutating func empty(keepingAtMost limit: Int) {
            if batch.cities.count + batch.categories.count + batch.paymentMethods.count > limit {
                batch = TransactionBatch(partition: batch.partition)
            } else {
                batch.removeAll()
            }
        }
    }
}
