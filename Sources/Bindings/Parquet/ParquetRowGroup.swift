internal import CParquet

/// One row group while it is written: its columns are appended in the order of the schema, straight from memory that is
/// borrowed for the call.
@safe
public struct ParquetRowGroup: ~Copyable {
    private let handle: OpaquePointer
    private let sink: Sink
    private let columns: [ParquetColumn]
    private let rows: Int
    private(set) var next = 0

    init(handle: OpaquePointer, sink: Sink, columns: [ParquetColumn], rows: Int) {
        unsafe self.handle = handle
        self.sink = sink
        self.columns = columns
        self.rows = rows
    }

    /// Appends a column of 32-bit integers.
    public mutating func append(_ values: Span<Int32>) throws {
        try unsafe write(values.count) { handle, failure in
            unsafe values.withUnsafeBufferPointer {
                unsafe souk_parquet_writer_int32(handle, $0.baseAddress, Int64($0.count), &failure)
            }
        }
    }

    /// Appends a column of 32-bit integers that is the same number in every row.
    public mutating func append(repeating value: Int32) throws {
        let count = Int64(rows)
        try unsafe write(rows) { handle, failure in
            unsafe souk_parquet_writer_int32_constant(handle, value, count, &failure)
        }
    }

    /// Appends a column of 64-bit integers, decimals as unscaled integers, or timestamps in microseconds.
    public mutating func append(_ values: Span<Int64>) throws {
        try unsafe write(values.count) { handle, failure in
            unsafe values.withUnsafeBufferPointer {
                unsafe souk_parquet_writer_int64(handle, $0.baseAddress, Int64($0.count), &failure)
            }
        }
    }

    /// Appends a column of texts or bytes.
    ///
    /// - Parameters:
    ///   - bytes: all values, one after the other.
    ///   - ends: where each value begins, and at last where the last one ends: one more entry than there are rows.
    public mutating func append(bytes: Span<UInt8>, ends: Span<Int32>) throws {
        precondition(Int(ends[ends.count - 1]) <= bytes.count, "the last text ends behind its bytes")
        let count = Int64(ends.count - 1)
        try unsafe write(ends.count - 1) { handle, failure in
            unsafe bytes.withUnsafeBufferPointer { bytes in
                unsafe ends.withUnsafeBufferPointer { ends in
                    guard let ends = ends.baseAddress else { preconditionFailure("no place for the first text") }
                    return unsafe souk_parquet_writer_text(
                        handle, bytes.baseAddress, Int64(bytes.count), ends, count, &failure)
                }
            }
        }
    }

    /// Appends a column of texts as indices into a dictionary, which goes to the file as it is.
    ///
    /// - Parameters:
    ///   - indices: one for each row, all smaller than the dictionary's count.
    ///   - dictionaryBytes: the dictionary's distinct texts, one after the other.
    ///   - dictionaryEnds: where each of them begins, and at last where the last one ends.
    public mutating func append(
        indices: Span<UInt32>, dictionaryBytes: Span<UInt8>, dictionaryEnds: Span<Int32>
    ) throws {
        let dictionaryCount = dictionaryEnds.count - 1
        precondition(Int(dictionaryEnds[dictionaryCount]) <= dictionaryBytes.count, "a text ends behind its bytes")
        precondition(Int(largest(of: indices)) < dictionaryCount, "an index behind the dictionary's end")
        try unsafe write(indices.count) { handle, failure in
            unsafe indices.withUnsafeBufferPointer { indices in
                unsafe dictionaryBytes.withUnsafeBufferPointer { bytes in
                    unsafe dictionaryEnds.withUnsafeBufferPointer { ends in
                        guard let ends = ends.baseAddress else { preconditionFailure("no place for the first text") }
                        return unsafe souk_parquet_writer_indices(
                            handle, indices.baseAddress, Int64(indices.count), bytes.baseAddress, Int64(bytes.count),
                            ends, Int64(dictionaryCount), &failure)
                    }
                }
            }
        }
    }

    private func largest(of indices: Span<UInt32>) -> UInt32 {
        var largest: UInt32 = 0
        for position in indices.indices { largest = max(largest, indices[position]) }
        return largest
    }

    private mutating func write(
        _ count: Int, _ body: (OpaquePointer, inout souk_parquet_failure) -> Bool
    ) throws {
        precondition(next < columns.count, "a row group with more columns than its file")
        precondition(count == rows, "column \(columns[next].name) has \(count) values in a group of \(rows) rows")
        let name = columns[next].name
        next += 1
        try unsafe sink.attempt("writing column \(name)") { unsafe body(handle, &$0) }
    }
}
