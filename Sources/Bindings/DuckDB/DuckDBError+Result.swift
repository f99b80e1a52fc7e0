internal import CDuckDB

extension DuckDBError {
    /// The failure that a result carries.
    init(of result: inout duckdb_result, activity: String) {
        let message = unsafe copyText(duckdb_result_error(&result)) ?? "no reason given"
        let code = unsafe duckdb_result_error_type(&result)
        self.init(kind: code == 0 ? Kind(message: message) : Kind(rawValue: code), message: message, activity: activity)
    }
}
