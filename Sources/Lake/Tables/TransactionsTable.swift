public import Commerce
internal import Parquet

/// The table `transactions`: every accepted sale, with its place in the log.
public enum TransactionsTable {
    /// The table's directory in the lake.
    public static let directory = "transactions"

    /// A dictionary is of no use for ids that are all different, and bounds of ids that are drawn at random tell nothing.
    static func schema(in currency: Currency) -> TableSchema {
        TableSchema(columns: columns(amounts: .decimal(precision: 12, scale: currency.minorUnitDigits)))
    }

    private static func columns(amounts: ParquetType) -> [TableColumn] {
        [
            TableColumn("transaction_id", .text, .deltaLengthByteArray, hasStatistics: false),
            TableColumn("user_id", .text, .dictionary, hasStatistics: false),
            TableColumn("city", .text, .dictionary),
            TableColumn("category", .text, .dictionary),
            TableColumn("amount", amounts, .deltaBinaryPacked),
            TableColumn("quantity", .int32, .deltaBinaryPacked),
            TableColumn("payment_method", .text, .dictionary),
            TableColumn("timestamp", .timestamp, .deltaBinaryPacked),
            TableColumn("_partition", .int32, .dictionary),
            TableColumn("_offset", .int64, .deltaBinaryPacked),
        ]
    }

    /// The columns that tell where rows come from.
    static let placeSchema = TableSchema(
        columns: schema(in: .moroccanDirham).columns.filter { ["_partition", "_offset"].contains($0.name) })

    /// Reads the transactions of data files, in the order of the files and of their rows.
    ///
    /// - Parameters:
    ///   - files: what to read.
    ///   - fileSystem: where the lake lies.
    ///   - currency: the currency of the amounts.
    ///   - ranges: the offsets that are wanted, by partition; nil for all.
    ///   - body: takes batches, each of one partition and at most `TransactionBatch.capacity` rows. A file of several
    ///     partitions comes in one batch for each of them, cut where that many rows of the file were read.
    /// - Throws: `ParquetError` for a file that is damaged or has other columns, `FileSystemError`, and what `body` throws.
    public static func forEachBatch(
        of files: [AddFile], on fileSystem: any FileSystem, currency: Currency,
        in ranges: [Int32: Range<Int64>]? = nil,
        _ body: (borrowing TransactionBatch) throws -> Void
    ) throws {
        let schema = schema(in: currency)
        try schema.forEachBatch(of: files, in: directory, on: fileSystem, rows: TransactionBatch.capacity) { batch in
            let rows = try TransactionRows(batch, currency: currency)
            for (partition, places) in rows.placesByPartition(in: ranges) {
                var transactions = TransactionBatch(partition: partition)
                rows.append(places, to: &transactions)
                try body(transactions)
            }
        }
    }
}
