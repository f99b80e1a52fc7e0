internal import Commerce
internal import Parquet

/// The table `rejected`: every message that is no valid transaction, with its bytes, so that it can be replayed.
public enum RejectedTable {
    /// The table's directory in the lake.
    public static let directory = "rejected"
    /// The most payload bytes of a row group.
    static let payloadBytesPerGroup = 16 << 20

    static let schema = TableSchema(columns: [
        TableColumn("_partition", .int32, .dictionary),
        TableColumn("_offset", .int64, .deltaBinaryPacked),
        TableColumn("reason", .text, .dictionary),
        TableColumn("detail", .text, .dictionary, hasStatistics: false),
        TableColumn("payload", .bytes, .plain, hasStatistics: false),
        TableColumn("rejected_at", .timestamp, .dictionary),
    ])

    /// Writes rows as a data file.
    ///
    /// - Parameters:
    ///   - rows: what to write; at least one.
    ///   - fileSystem: where the lake lies.
    ///   - unique: letters and digits that no other file of the table has in its name.
    /// - Throws: `ParquetError`, `FileSystemError`.
    public static func write(
        _ rows: [RejectedRow], on fileSystem: any FileSystem, unique: String
    ) throws -> StagedDataFile {
        precondition(!rows.isEmpty, "a data file has at least one row")
        var writer = try RejectedFileWriter(on: fileSystem, unique: unique)
        try writer.append(rows)
        return try writer.finish()
    }

    /// Reads rows of data files, in the order of the files and of their rows.
    ///
    /// - Parameters:
    ///   - files: what to read.
    ///   - fileSystem: where the lake lies.
    ///   - body: takes rows that were read together.
    /// - Throws: `ParquetError` for a file that is damaged or has other columns, `FileSystemError`, and what `body` throws.
    public static func forEachBatch(
        of files: [AddFile], on fileSystem: any FileSystem, _ body: ([RejectedRow]) throws -> Void
    ) throws {
        try schema.forEachBatch(of: files, in: directory, on: fileSystem, rows: 4096) { try body(try rows(of: $0)) }
    }

    static func write(_ rows: ArraySlice<RejectedRow>, to writer: inout DataFileWriter) throws {
        let partitions = rows.map(\.partition)
        let offsets = rows.map(\.offset)
        let moments = rows.map(\.rejectedAt.microseconds)
        var reasons = TextColumn()
        var details = TextColumn()
        var payloads = TextColumn()
        for row in rows {
            reasons.append(row.reason.utf8)
            details.append(row.detail.utf8)
            payloads.append(row.payload)
        }
        try writer.writeRowGroup(rows: rows.count) { group in
            try group.append(partitions.span)
            try group.append(offsets.span)
            try group.append(bytes: reasons.bytes.span, ends: reasons.ends.span)
            try group.append(bytes: details.bytes.span, ends: details.ends.span)
            try group.append(bytes: payloads.bytes.span, ends: payloads.ends.span)
            try group.append(moments.span)
        }
        writer.statistics.add("_partition", partitions.span)
        writer.statistics.add("_offset", offsets.span)
        writer.statistics.add("rejected_at", moments.span)
    }

    private static func rows(of batch: ParquetBatch) throws(ParquetError) -> [RejectedRow] {
        let partitions = try batch.smallIntegers("_partition")
        let offsets = try batch.integers("_offset")
        let reasons = try batch.texts("reason")
        let details = try batch.texts("detail")
        let payloads = try batch.texts("payload")
        let moments = try batch.integers("rejected_at")
        return (0..<batch.count).map { row in
            RejectedRow(
                partition: partitions[row], offset: offsets[row], reason: reasons.string(at: row),
                detail: details.string(at: row), payload: Array(payloads.bytes[payloads.range(at: row)]),
                rejectedAt: Timestamp(microseconds: moments[row]))
        }
    }
}
