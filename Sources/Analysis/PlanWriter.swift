internal import DuckDB

/// The plan that EXPLAIN gives, as DuckDB draws it.
struct PlanWriter: RowWriter {
    mutating func begin(columns: [DuckDBResult.Column], into text: inout String) {}

    mutating func add(_ row: [DuckDBValue], into text: inout String) {
        guard let plan = row.last?.text else { return }
        for line in plan.split(separator: "\n", omittingEmptySubsequences: false) {
            text += DisplayText.harmless(String(line)) + "\n"
        }
    }

    mutating func end(into text: inout String) {}
}
