internal import CDuckDB
internal import Synchronization

/// A prepared statement; keeps its connection alive.
@safe
public final class DuckDBStatement {
    /// What a statement does, as DuckDB classifies it; the raw values are those of `duckdb_statement_type`.
    public struct Kind: RawRepresentable, Sendable, Hashable {
        /// The library's number.
        public var rawValue: UInt32

        /// Wraps a number of the library.
        public init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        /// A query.
        public static let select = Kind(rawValue: 1)
        /// `EXPLAIN`; with `ANALYZE` it runs what it explains, whatever that is.
        public static let explain = Kind(rawValue: 4)
    }

    private var pointer: duckdb_prepared_statement?
    private let handle: ConnectionHandle

    init(sql: String, handle: ConnectionHandle) throws {
        self.handle = handle
        var extracted: duckdb_extracted_statements?
        let count = unsafe duckdb_extract_statements(handle.pointer, sql, &extracted)
        defer { unsafe duckdb_destroy_extracted(&extracted) }
        if count == 0, let message = unsafe copyText(duckdb_extract_statements_error(extracted)), !message.isEmpty {
            throw DuckDBError(kind: .init(message: message), message: message, activity: "parsing a statement")
        }
        guard count == 1 else {
            throw DuckDBError(
                kind: .parser, message: count == 0 ? "there is no statement" : "there are \(count) statements, not one",
                activity: "parsing a statement")
        }
        guard unsafe duckdb_prepare_extracted_statement(handle.pointer, extracted, 0, &pointer) == success else {
            let message = unsafe copyText(duckdb_prepare_error(pointer)) ?? "no reason given"
            unsafe duckdb_destroy_prepare(&pointer)
            throw DuckDBError(kind: .init(message: message), message: message, activity: "preparing a statement")
        }
    }

    deinit {
        unsafe duckdb_destroy_prepare(&pointer)
    }

    /// What the statement does.
    public var kind: Kind {
        Kind(rawValue: unsafe duckdb_prepared_statement_type(pointer))
    }

    /// How many parameters are to be bound.
    public var parameterCount: Int {
        Int(unsafe duckdb_nparams(pointer))
    }

    /// Gives the parameter `index`, counted from 1, a value.
    ///
    /// - Throws: `DuckDBError` if there is no such parameter, or if the value is of a kind that is only read (a decimal, a
    ///   moment); pass those as text and cast them in SQL.
    public func bind(_ value: DuckDBValue, at index: Int) throws {
        let state: duckdb_state? =
            switch value {
            case .null: unsafe duckdb_bind_null(pointer, idx_t(index))
            case .boolean(let value): unsafe duckdb_bind_boolean(pointer, idx_t(index), value)
            case .integer(let value): bind(value, at: idx_t(index))
            case .double(let value): unsafe duckdb_bind_double(pointer, idx_t(index), value)
            case .localTimestamp(let value):
                unsafe duckdb_bind_timestamp(pointer, idx_t(index), duckdb_timestamp(micros: value))
            case .text(var value):
                value.withUTF8 { bytes in
                    unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
                        unsafe duckdb_bind_varchar_length(
                            pointer, idx_t(index), characters.baseAddress, idx_t(characters.count))
                    }
                }
            case .blob(let value):
                unsafe value.withUnsafeBytes {
                    unsafe duckdb_bind_blob(pointer, idx_t(index), $0.baseAddress, idx_t($0.count))
                }
            case .float, .decimal, .date, .time, .timestamp: nil
            }
        guard state == success else {
            throw DuckDBError(
                kind: .invalidInput,
                message: "parameter \(index) of \(parameterCount) can't take \(value)", activity: "binding a parameter")
        }
    }

    private func bind(_ value: Int128, at index: idx_t) -> duckdb_state {
        if let value = Int64(exactly: value) {
            return unsafe duckdb_bind_int64(pointer, index, value)
        }
        let parts = duckdb_hugeint(
            lower: UInt64(truncatingIfNeeded: value), upper: Int64(truncatingIfNeeded: value >> 64))
        return unsafe duckdb_bind_hugeint(pointer, index, parts)
    }

    /// Starts the statement; its rows stream, so that no result has to fit into memory. A later statement of the same
    /// connection ends the stream.
    ///
    /// - Throws: `DuckDBError` if it fails, with the kind `.interrupted` if it was interrupted.
    public func execute() throws -> DuckDBResult {
        var pending: duckdb_pending_result?
        defer { unsafe duckdb_destroy_pending(&pending) }
        guard unsafe duckdb_pending_prepared_streaming(pointer, &pending) == success else {
            let message = unsafe copyText(duckdb_pending_error(pending)) ?? "no reason given"
            throw DuckDBError(kind: .init(message: message), message: message, activity: "starting a statement")
        }
        // Starting a statement clears the library's own flag, so an earlier interruption is only remembered here.
        guard !handle.isInterrupted.load(ordering: .sequentiallyConsistent) else {
            throw DuckDBError(kind: .interrupted, message: "the connection was interrupted", activity: "a statement")
        }
        var result = unsafe duckdb_result()
        guard unsafe duckdb_execute_pending(pending, &result) == success else {
            defer { unsafe duckdb_destroy_result(&result) }
            throw unsafe DuckDBError(of: &result, activity: "running a statement")
        }
        return try unsafe DuckDBResult(taking: result, handle: handle)
    }
}
