internal import CParquet

/// Reads a Parquet file in batches of rows, on the calling thread, checking each page that carries a checksum.
/// Used by one thread at a time.
@safe
public struct ParquetFileReader: ~Copyable {
    /// How many rows a batch holds unless told otherwise.
    public static let defaultBatchRows = 65_536

    private let handle: OpaquePointer
    private let origin: String

    /// Opens a file on the local disk.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - columns: names or dotted paths of what to read, everything below them included; all columns if empty.
    ///   - batchRows: the most rows of a batch.
    public init(path: String, columns: [String] = [], batchRows: Int = Self.defaultBatchRows) throws(ParquetError) {
        unsafe handle = try Self.open(path, columns) { names, failure in
            unsafe souk_parquet_reader_open_file(
                path, names.baseAddress, Int32(names.count), Int64(batchRows), &failure)
        }
        origin = path
    }

    /// Opens a file that is in memory; its bytes are copied once.
    ///
    /// - Parameters:
    ///   - bytes: the file's content.
    ///   - origin: where it comes from, for messages.
    ///   - columns: names or dotted paths of what to read, everything below them included; all columns if empty.
    ///   - batchRows: the most rows of a batch.
    public init(
        bytes: [UInt8], origin: String, columns: [String] = [], batchRows: Int = Self.defaultBatchRows
    ) throws(ParquetError) {
        unsafe handle = try Self.open(origin, columns) { names, failure in
            unsafe bytes.withUnsafeBufferPointer { bytes in
                unsafe souk_parquet_reader_open_bytes(
                    bytes.baseAddress, Int64(bytes.count), names.baseAddress, Int32(names.count), Int64(batchRows),
                    &failure)
            }
        }
        self.origin = origin
    }

    deinit {
        unsafe souk_parquet_reader_free(handle)
    }

    /// How many rows the file has.
    public var rowCount: Int64 { unsafe souk_parquet_reader_rows(handle) }

    /// The next rows, or nil at the end of the file.
    public mutating func next() throws(ParquetError) -> ParquetBatch? {
        var batch: OpaquePointer?
        try unsafe attempt("reading \(origin)") { unsafe souk_parquet_reader_next(handle, &batch, &$0) }
        return unsafe batch.map { unsafe ParquetBatch(handle: $0, origin: origin) }
    }

    private static func open(
        _ origin: String, _ columns: [String],
        _ body: (UnsafeBufferPointer<UnsafePointer<CChar>>, inout souk_parquet_failure) -> OpaquePointer?
    ) throws(ParquetError) -> OpaquePointer {
        var opened: OpaquePointer?
        try unsafe attempt("opening \(origin)") { failure in
            unsafe withPointers(to: columns) { names in unsafe opened = body(names, &failure) }
            return unsafe opened != nil
        }
        guard let opened = unsafe opened else { preconditionFailure("the reader was opened without a handle") }
        return unsafe opened
    }

    private static func withPointers(
        to texts: [String], _ body: (UnsafeBufferPointer<UnsafePointer<CChar>>) -> Void
    ) {
        var pointers: [UnsafePointer<CChar>] = unsafe []
        func collect(_ rest: ArraySlice<String>) {
            guard let text = rest.first else { return unsafe pointers.withUnsafeBufferPointer { unsafe body($0) } }
            unsafe text.withCString { pointer in
                unsafe pointers.append(pointer)
                collect(rest.dropFirst())
            }
        }
        collect(texts[...])
    }
}
