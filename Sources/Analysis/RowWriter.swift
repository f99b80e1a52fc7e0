internal import DuckDB

/// Turns rows into text, as they come.
protocol RowWriter {
    /// What stands before the rows.
    mutating func begin(columns: [DuckDBResult.Column], into text: inout String)
    /// One more row.
    mutating func add(_ row: [DuckDBValue], into text: inout String)
    /// What is left after the last row.
    mutating func end(into text: inout String)
}
