/// `souk query`: read-only SQL over the three tables.
struct QueryCommand: ConfiguredCommand {
    static let statement = Positional<String>(
        "SQL", "a SQL statement, or - to read it from standard input",
        example: "\"SELECT count(*) FROM transactions\"")
    static let format = ValueOption<QueryOptions.Format>(
        "format", value: "table|csv|json", "how rows are written", default: "table")

    static let specification = CommandSpecification(
        path: ["query"],
        summary: "read-only SQL over a lake's tables",
        discussion: [
            "The tables are transactions, windows and rejected, as they stood at their last commit when the query began, and the view final_windows has the last revision of each window. The SQL is DuckDB's.",
            "Times are moments (TIMESTAMP WITH TIME ZONE), the session's zone is UTC, and timestamp AT TIME ZONE 'Africa/Casablanca' is what the clocks there showed. Moments are printed with a Z, what a clock showed without.",
            "With --engine sc://… a Spark cluster runs the query, and the SQL is Spark's: SELECT, EXPLAIN of a SELECT and DESCRIBE. Files, functions that run code, and everything that writes are refused. Rows come as the cluster computes them; Ctrl-C stops it there too.",
        ],
        positionals: [statement.specification],
        options: [SharedOptions.lake.specification, format.specification, SharedOptions.analysisEngine.specification],
        printsJSON: true,
        examples: [
            CommandExample(
                "souk query --lake data/lake \"SELECT category, sum(amount) FROM transactions GROUP BY 1 ORDER BY 2 DESC\"",
                "revenue by category"),
            CommandExample("souk query --lake data/lake --format csv - <query.sql", "SQL from a file, rows as CSV"),
            CommandExample(
                "souk query \"SELECT (timestamp AT TIME ZONE 'Africa/Casablanca')::DATE AS day, sum(amount) FROM transactions GROUP BY 1\"",
                "revenue by day, as the shop's clocks count days"),
        ],
        exitCodes: [.configuration, .lakeUnreachable, .sparkUnreachable])

    let options: QueryOptions
    let configuration: Configuration

    init(_ arguments: ParsedArguments, configuration: Configuration) throws(CommandError) {
        let text = try arguments.required(Self.statement)
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw .usage("SQL: expected a SQL statement, found an empty text")
        }
        let format = try arguments.format(Self.format, json: .json)
        options = QueryOptions(
            lake: configuration[.lakeURL], statement: text == "-" ? .standardInput : .text(text),
            format: format ?? .table, engine: arguments[SharedOptions.analysisEngine] ?? .duckDB)
        self.configuration = configuration
    }
}
