public import Commerce
internal import Parquet

/// The table `windows`: the result of each closed window for each key, and its later revisions.
public enum WindowsTable {
    /// The table's directory in the lake.
    public static let directory = "windows"
    /// The most rows of a row group.
    static let rowsPerGroup = 65_536

    static func schema(in currency: Currency) -> TableSchema {
        let decimals = currency.minorUnitDigits
        return TableSchema(
            columns: columns(
                amounts: .decimal(precision: 12, scale: decimals), sums: .decimal(precision: 18, scale: decimals)))
    }

    private static func columns(amounts: ParquetType, sums: ParquetType) -> [TableColumn] {
        [
            TableColumn("window_start", .timestamp, .dictionary),
            TableColumn("window_end", .timestamp, .dictionary),
            TableColumn("dimension", .text, .dictionary),
            TableColumn("key", .text, .dictionary),
            TableColumn("total_revenue", sums, .plain),
            TableColumn("avg_transaction", sums, .plain),
            TableColumn("num_transactions", .int64, .plain),
            TableColumn("quantity", .int64, .plain),
            TableColumn("max_amount", amounts, .plain),
            TableColumn("revision", .int32, .dictionary),
        ]
    }

    /// Writes rows as a data file.
    ///
    /// - Parameters:
    ///   - rows: what to write; at least one.
    ///   - fileSystem: where the lake lies.
    ///   - unique: letters and digits that no other file of the table has in its name.
    ///   - currency: the currency of the amounts.
    /// - Throws: `ParquetError`, `FileSystemError`.
    public static func write(
        _ rows: [WindowRow], on fileSystem: any FileSystem, unique: String, currency: Currency
    ) throws -> StagedDataFile {
        precondition(!rows.isEmpty, "a data file has at least one row")
        let name = "part-\(unique).snappy.parquet"
        var writer = try DataFileWriter(
            on: fileSystem, directory: directory, name: name, schema: schema(in: currency))
        var rest = rows[...]
        while !rest.isEmpty {
            try write(rest.prefix(rowsPerGroup), to: &writer)
            rest = rest.dropFirst(rowsPerGroup)
        }
        return try writer.finish(name: name)
    }

    /// Reads rows of data files, in the order of the files and of their rows.
    ///
    /// - Parameters:
    ///   - files: what to read.
    ///   - fileSystem: where the lake lies.
    ///   - currency: the currency of the amounts.
    ///   - body: takes rows that were read together.
    /// - Throws: `ParquetError` for a file that is damaged or has other columns, `FileSystemError`, and what `body` throws.
    public static func forEachBatch(
        of files: [AddFile], on fileSystem: any FileSystem, currency: Currency,
        _ body: ([WindowRow]) throws -> Void
    ) throws {
        try schema(in: currency).forEachBatch(of: files, in: directory, on: fileSystem) {
            try body(try rows(of: $0, scale: currency.minorUnitDigits))
        }
    }

    private static func write(_ rows: ArraySlice<WindowRow>, to writer: inout DataFileWriter) throws {
        let starts = rows.map(\.windowStart.microseconds)
        let ends = rows.map(\.windowEnd.microseconds)
        let revenues = rows.map(\.totalRevenue)
        let averages = rows.map(\.averageTransaction)
        let counts = rows.map(\.transactionCount)
        let quantities = rows.map(\.quantity)
        let maxima = rows.map(\.maximumAmount)
        let revisions = rows.map(\.revision)
        var dimensions = TextColumn()
        var keys = TextColumn()
        for row in rows {
            dimensions.append(row.dimension.utf8)
            keys.append(row.key.utf8)
        }
        try writer.writeRowGroup(rows: rows.count) { group in
            try group.append(starts.span)
            try group.append(ends.span)
            try group.append(bytes: dimensions.bytes.span, ends: dimensions.ends.span)
            try group.append(bytes: keys.bytes.span, ends: keys.ends.span)
            try group.append(revenues.span)
            try group.append(averages.span)
            try group.append(counts.span)
            try group.append(quantities.span)
            try group.append(maxima.span)
            try group.append(revisions.span)
        }
        writer.statistics.add("window_start", starts.span)
        writer.statistics.add("window_end", ends.span)
        writer.statistics.add("total_revenue", revenues.span)
        writer.statistics.add("revision", revisions.span)
    }

    private static func rows(of batch: ParquetBatch, scale: Int) throws(ParquetError) -> [WindowRow] {
        let starts = try batch.integers("window_start")
        let ends = try batch.integers("window_end")
        let dimensions = try batch.texts("dimension")
        let keys = try batch.texts("key")
        let revenues = try batch.decimals("total_revenue", scale: scale)
        let averages = try batch.decimals("avg_transaction", scale: scale)
        let counts = try batch.integers("num_transactions")
        let quantities = try batch.integers("quantity")
        let maxima = try batch.decimals("max_amount", scale: scale)
        let revisions = try batch.smallIntegers("revision")
        return (0..<batch.count).map { row in
            WindowRow(
                windowStart: Timestamp(microseconds: starts[row]), windowEnd: Timestamp(microseconds: ends[row]),
                dimension: dimensions.string(at: row), key: keys.string(at: row), totalRevenue: revenues[row],
                averageTransaction: averages[row], transactionCount: counts[row], quantity: quantities[row],
                maximumAmount: maxima[row], revision: revisions[row])
        }
    }
}
