/// What computes a report.
enum ReportEngineURL: ArgumentValue, Hashable {
    /// The SQL engine in this process.
    case duckDB

    static let expectation = "an engine for reports"
    static let example = "duckdb"

    init(argument: String) throws(ValueProblem) {
        guard !argument.hasPrefix("sc:") else { throw SparkURL.problem(with: argument, use: "duckdb") }
        guard argument == "duckdb" else {
            throw ValueProblem("`\(argument)` is not an engine for reports: use duckdb")
        }
        self = .duckDB
    }

    var argument: String { "duckdb" }
}
