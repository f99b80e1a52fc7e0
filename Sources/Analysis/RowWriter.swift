/// Turns rows into text, as they come.
protocol RowWriter {
    /// What stands before the rows.
    mutating func begin(columns: [PrintedColumn], into text: inout String)
    /// One more row.
    mutating func add(_ row: [some PrintedValue], into text: inout String)
    /// What is left after the last row.
    mutating func end(into text: inout String)
}
