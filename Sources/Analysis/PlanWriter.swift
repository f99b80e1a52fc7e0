/// The plan that EXPLAIN gives, as DuckDB draws it.
struct PlanWriter: RowWriter {
    mutating func begin(columns: [PrintedColumn], into text: inout String) {}

    mutating func add(_ row: [some PrintedValue], into text: inout String) {
        guard let plan = row.last.map(\.description) else { return }
        for line in plan.split(separator: "\n", omittingEmptySubsequences: false) {
            text += DisplayText.harmless(String(line)) + "\n"
        }
    }

    mutating func end(into text: inout String) {}
}
