import SparkConnect

/// What computes a report, answers a query or audits a lake.
enum AnalysisEngineURL: ArgumentValue, Hashable {
    /// The SQL engine in this process.
    case duckDB
    /// A Spark cluster, behind its Spark Connect server.
    case spark(SparkAddress)

    static let expectation = "an engine for SQL"
    static let example = "duckdb or sc://localhost:15002"

    init(argument: String) throws(ValueProblem) {
        if let address = try SparkAddress.read(argument: argument) {
            self = .spark(address)
            return
        }
        guard argument == "duckdb" else {
            throw ValueProblem("`\(argument)` is not an engine for SQL: use duckdb or sc://HOST:PORT")
        }
        self = .duckDB
    }

    /// The engine as it is written, without a token.
    var argument: String {
        switch self {
        case .duckDB: "duckdb"
        case .spark(let address): address.description
        }
    }
}
