internal import Commerce
internal import Lake

/// Reads the rows of a lake's `transactions` and `rejected` that belong to stretches of offsets, whatever order they lie in.
struct LakeScan: Sendable {
    /// How long before it was noted a rejection may have been decided by the clock, in microseconds: a day, which no commit
    /// interval reaches.
    private static let clockSlack: Int64 = 86_400_000_000

    let lake: TransactionLake
    /// Decodes without regard to the clock.
    let decoder: TransactionDecoder

    /// The data files of `transactions` that may hold offsets of such ranges, by partition.
    func transactionFiles(in ranges: [Int32: Range<Int64>]) -> [AddFile] {
        Self.files(of: lake.transactions, in: ranges)
    }

    /// The data files of `rejected` that may hold offsets of such ranges, by partition.
    func rejectedFiles(in ranges: [Int32: Range<Int64>]) -> [AddFile] {
        Self.files(of: lake.rejected, in: ranges)
    }

    /// Hands over the transactions of a file in such ranges of offsets.
    func transactions(
        of file: AddFile, in ranges: [Int32: Range<Int64>], _ body: (borrowing TransactionBatch) throws -> Void
    ) throws {
        try TransactionsTable.forEachBatch(
            of: [file], on: lake.fileSystem, currency: lake.currency, in: ranges, body)
    }

    /// Hands over the refused messages of a file in such ranges of offsets.
    func rejected(
        of file: AddFile, in ranges: [Int32: Range<Int64>], _ body: (RejectedRow) throws -> Void
    ) throws {
        try RejectedTable.forEachBatch(of: [file], on: lake.fileSystem) { rows in
            for row in rows where ranges[row.partition]?.contains(row.offset) == true { try body(row) }
        }
    }

    /// Whether a message can have been refused for a time in the future, and for nothing else: without the clock it is valid,
    /// and its time was not long past when that was noted.
    func mayBeJudgedByClock(_ row: RejectedRow) -> Bool {
        guard row.reason == Rejection.Reason.timestampInFuture.rawValue else { return false }
        var decoder = decoder
        var batch = TransactionBatch(partition: row.partition)
        decoder.decode(
            row.payload.rawSpan, offset: row.offset, now: Timestamp(microseconds: 0), into: &batch)
        guard let time = batch.timestamps.first else { return false }
        return time > row.rejectedAt.microseconds.subtractingSaturated(Self.clockSlack)
    }

    private static func files(of table: DeltaTable, in ranges: [Int32: Range<Int64>]) -> [AddFile] {
        // Without statistics anything may be in a file.
        table.snapshot.sortedFiles.filter { TransactionFileBounds($0)?.mayHold(ranges) ?? true }
    }
}

extension Int64 {
    fileprivate func subtractingSaturated(_ other: Int64) -> Int64 {
        let (difference, overflows) = subtractingReportingOverflow(other)
        return overflows ? .min : difference
    }
}
