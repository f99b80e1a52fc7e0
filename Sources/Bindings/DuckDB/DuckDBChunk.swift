internal import CDuckDB

/// Some rows of a result, in columns.
@safe
public final class DuckDBChunk {
    /// How many rows there are.
    public let rowCount: Int

    private var pointer: duckdb_data_chunk?
    private let vectors: [VectorReader]

    init(taking pointer: duckdb_data_chunk, types: [DuckDBType]) {
        unsafe self.pointer = pointer
        rowCount = Int(unsafe duckdb_data_chunk_get_size(pointer))
        vectors = types.enumerated().map { index, type in
            unsafe VectorReader(duckdb_data_chunk_get_vector(pointer, idx_t(index)), type: type)
        }
    }

    deinit {
        unsafe duckdb_destroy_data_chunk(&pointer)
    }

    /// One value. `row` and `column` must lie within the chunk.
    public func value(row: Int, column: Int) -> DuckDBValue {
        precondition(0..<rowCount ~= row, "row \(row) of a chunk of \(rowCount)")
        return withExtendedLifetime(self) { vectors[column].value(at: row) }
    }
}
