internal import CDuckDB

/// The rows of a statement, fetched a chunk of up to 2,048 at a time; keeps its connection alive.
@safe
public final class DuckDBResult {
    /// A column: its name and type.
    public struct Column: Sendable, Hashable {
        /// The name, not necessarily unique.
        public var name: String
        /// The type.
        public var type: DuckDBType
    }

    /// The columns in their order.
    public let columns: [Column]

    private var result: duckdb_result
    private let handle: ConnectionHandle

    init(taking result: duckdb_result, handle: ConnectionHandle) throws {
        unsafe self.result = result
        self.handle = handle
        do {
            columns = try unsafe Self.columns(of: &self.result)
        } catch {
            unsafe duckdb_destroy_result(&self.result)
            throw error
        }
    }

    deinit {
        unsafe duckdb_destroy_result(&result)
    }

    private static func columns(of result: inout duckdb_result) throws -> [Column] {
        try (0..<(unsafe duckdb_column_count(&result))).map { index in
            let name = unsafe copyText(duckdb_column_name(&result, index)) ?? ""
            let type = unsafe LogicalType(taking: duckdb_column_logical_type(&result, index))
            return Column(name: name, type: try type.described(column: name))
        }
    }

    /// The next rows; nil after the last ones.
    ///
    /// - Throws: `DuckDBError` if the statement failed on its way, with the kind `.interrupted` if it was interrupted.
    public func nextChunk() throws -> DuckDBChunk? {
        let chunk = unsafe duckdb_fetch_chunk(result)
        guard let chunk = unsafe chunk else {
            guard let message = unsafe copyText(duckdb_result_error(&result)), !message.isEmpty else { return nil }
            throw unsafe DuckDBError(of: &result, activity: "reading rows")
        }
        return unsafe DuckDBChunk(taking: chunk, types: columns.map(\.type))
    }
}
