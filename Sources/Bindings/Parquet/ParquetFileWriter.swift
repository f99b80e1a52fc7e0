internal import CParquet

/// Writes flat columns as a Parquet file with Snappy compression and a checksum for each page.
///
/// Values are read where they lie, column by column, and never copied as a whole; beyond the row group being written the
/// writer holds the file's footer and a buffer of 256 KiB. Used by one thread at a time.
///
/// ```swift
/// var writer = try ParquetFileWriter(columns: [ParquetColumn("amount", .decimal(precision: 12, scale: 2), .plain)]) {
///     try file.write($0)
/// }
/// try writer.writeRowGroup(rows: amounts.count) { try $0.append(amounts.span) }
/// try writer.finish()
/// ```
@safe
public struct ParquetFileWriter: ~Copyable {
    private let handle: OpaquePointer
    private let sink: Sink
    /// The columns, in the order in which every row group gives them.
    public let columns: [ParquetColumn]
    /// How many rows were written.
    public private(set) var rowCount: Int64 = 0

    /// Starts a file.
    ///
    /// - Parameters:
    ///   - columns: the schema.
    ///   - write: takes the file's bytes in order; what it throws is thrown by the method that wrote.
    /// - Throws: `ParquetError` if the schema is impossible, and whatever `write` throws.
    public init(columns: [ParquetColumn], write: @escaping (RawSpan) throws -> Void) throws {
        let sink = Sink(write)
        var opened: OpaquePointer?
        try unsafe Self.withDescription(of: columns) { description in
            guard let first = description.baseAddress else { return }
            try unsafe sink.attempt("starting a Parquet file") { failure in
                unsafe opened = souk_parquet_writer_open(
                    first, Int32(description.count), Sink.function, sink.context, &failure)
                return unsafe opened != nil
            }
        }
        guard let opened = unsafe opened else { preconditionFailure("the writer was opened without a handle") }
        unsafe handle = opened
        self.sink = sink
        self.columns = columns
    }

    deinit {
        unsafe souk_parquet_writer_free(handle)
    }

    /// Writes one row group: `body` appends every column, in the order of the schema, with `rows` values each.
    ///
    /// - Throws: `ParquetError`, or what the file's sink throws. After an error the file is not usable any more.
    public mutating func writeRowGroup(
        rows: Int, _ body: (inout ParquetRowGroup) throws -> Void
    ) throws {
        precondition(rows > 0, "a row group has at least one row")
        try unsafe sink.attempt("beginning a row group") { unsafe souk_parquet_writer_begin_group(handle, &$0) }
        var group = unsafe ParquetRowGroup(handle: handle, sink: sink, columns: columns, rows: rows)
        try body(&group)
        precondition(group.next == columns.count, "a row group needs all of its \(columns.count) columns")
        try unsafe sink.attempt("ending a row group") { unsafe souk_parquet_writer_end_group(handle, &$0) }
        rowCount += Int64(rows)
    }

    /// Writes the footer; the file is complete once this returns.
    public consuming func finish() throws {
        try unsafe sink.attempt("writing a Parquet footer") { unsafe souk_parquet_writer_close(handle, &$0) }
    }

    /// Describes columns to the C layer for the time of a call.
    private static func withDescription(
        of columns: [ParquetColumn], _ body: (UnsafeBufferPointer<souk_parquet_column>) throws -> Void
    ) throws {
        precondition(!columns.isEmpty, "a file has at least one column")
        var description: [souk_parquet_column] = unsafe []
        func describe(_ rest: ArraySlice<ParquetColumn>) throws {
            guard let column = rest.first else {
                return try unsafe description.withUnsafeBufferPointer { unsafe try body($0) }
            }
            try unsafe column.name.withCString { name in
                unsafe description.append(
                    souk_parquet_column(
                        name: name, type: column.type.code, precision: column.type.precision, scale: column.type.scale,
                        encoding: column.encoding.code, statistics: column.hasStatistics))
                try describe(rest.dropFirst())
            }
        }
        try describe(columns[...])
    }
}
