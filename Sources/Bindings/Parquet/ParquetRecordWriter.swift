internal import CParquet

/// Writes nested records as a Parquet file with Snappy compression, a row group for every 65 536 of them.
/// Used by one thread at a time.
@safe
public struct ParquetRecordWriter: ~Copyable {
    private static let rowsPerGroup = 65_536

    private let handle: OpaquePointer
    private let sink: Sink
    private let schema: [ParquetField]
    private var pending = 0
    /// How many records were appended.
    public private(set) var rowCount: Int64 = 0

    /// Starts a file.
    ///
    /// - Parameters:
    ///   - schema: the fields of a record.
    ///   - write: takes the file's bytes in order; what it throws is thrown by the method that wrote.
    /// - Throws: `ParquetError` if the schema is impossible, and whatever `write` throws.
    public init(schema: [ParquetField], write: @escaping (RawSpan) throws -> Void) throws {
        let sink = Sink(write)
        let root = try unsafe FieldHandle.describing(ParquetField("", .structure(schema))).relinquish()
        var opened: OpaquePointer?
        try unsafe sink.attempt("starting a Parquet file of records") { failure in
            unsafe opened = souk_parquet_record_writer_open(root, Sink.function, sink.context, &failure)
            return unsafe opened != nil
        }
        guard let opened = unsafe opened else { preconditionFailure("the writer was opened without a handle") }
        unsafe handle = opened
        self.sink = sink
        self.schema = schema
    }

    deinit {
        unsafe souk_parquet_record_writer_free(handle)
    }

    /// Appends a record: one value for each field of the schema.
    ///
    /// - Throws: `ParquetError` if a value does not fit its field. After an error the file is not usable any more.
    public mutating func append(_ record: [ParquetValue]) throws {
        let root = unsafe souk_parquet_record_writer_root(handle)
        try unsafe Self.append(.structure(record), as: .structure(schema), to: root)
        rowCount += 1
        pending += 1
        if pending == Self.rowsPerGroup { try flush() }
    }

    /// Writes what is pending and the footer; the file is complete once this returns.
    public consuming func finish() throws {
        try flush()
        try unsafe sink.attempt("writing a Parquet footer") { unsafe souk_parquet_record_writer_close(handle, &$0) }
    }

    private mutating func flush() throws {
        try unsafe sink.attempt("writing records") { unsafe souk_parquet_record_writer_flush(handle, &$0) }
        pending = 0
    }

    private static func append(
        _ value: ParquetValue, as shape: ParquetField.Shape, to builder: OpaquePointer
    ) throws(ParquetError) {
        switch (value, shape) {
        case (.null, _):
            try unsafe attempt("appending a null") { unsafe souk_parquet_builder_append_null(builder, &$0) }
        case (.structure(let values), .structure(let fields)):
            guard values.count == fields.count else {
                throw ParquetError(.wrongType, "\(values.count) values for a structure of \(fields.count) fields")
            }
            try unsafe attempt("opening a structure") { unsafe souk_parquet_builder_append_nested(builder, &$0) }
            for (index, (value, field)) in zip(values, fields).enumerated() {
                try unsafe append(value, as: field.shape, to: souk_parquet_builder_child(builder, Int32(index)))
            }
        case (.list(let elements), .list(let element)):
            try unsafe attempt("opening a list") { unsafe souk_parquet_builder_append_nested(builder, &$0) }
            let child = unsafe souk_parquet_builder_child(builder, 0)
            for value in elements { try unsafe append(value, as: element.shape, to: child) }
        case (.map(let keys, let values), .map(let key, let value)):
            guard keys.count == values.count else {
                throw ParquetError(.wrongType, "\(keys.count) keys for \(values.count) values")
            }
            try unsafe attempt("opening a map") { unsafe souk_parquet_builder_append_nested(builder, &$0) }
            let keyBuilder = unsafe souk_parquet_builder_child(builder, 0)
            let valueBuilder = unsafe souk_parquet_builder_child(builder, 1)
            for item in keys { try unsafe append(item, as: key.shape, to: keyBuilder) }
            for item in values { try unsafe append(item, as: value.shape, to: valueBuilder) }
        default:
            try unsafe append(primitive: value, to: builder)
        }
    }

    private static func append(primitive value: ParquetValue, to builder: OpaquePointer) throws(ParquetError) {
        switch value {
        case .structure, .list, .map: throw ParquetError(.wrongType, "a nested value where the schema has another one")
        default: break
        }
        try unsafe attempt("appending a value") { failure in
            switch value {
            case .boolean(let value): unsafe souk_parquet_builder_append_boolean(builder, value, &failure)
            case .integer(let value): unsafe souk_parquet_builder_append_integer(builder, value, &failure)
            case .double(let value): unsafe souk_parquet_builder_append_double(builder, value, &failure)
            case .bytes(let value): unsafe append(bytes: value, to: builder, &failure)
            case .text(let value): unsafe append(bytes: Array(value.utf8), to: builder, &failure)
            case .null, .structure, .list, .map: unsafe souk_parquet_builder_append_null(builder, &failure)
            }
        }
    }

    private static func append(
        bytes: [UInt8], to builder: OpaquePointer, _ failure: inout souk_parquet_failure
    ) -> Bool {
        unsafe bytes.withUnsafeBufferPointer {
            unsafe souk_parquet_builder_append_bytes(builder, $0.baseAddress, Int64($0.count), &failure)
        }
    }
}
