internal import DuckDB

/// Decides whether a statement of a user's is a single query that changes nothing.
///
/// DuckDB itself parses the statement and tells what it is; the syntax tree (`json_serialize_sql`, which neither binds nor runs
/// anything) names the functions. A locked database refuses files by itself; this rule comes before it, because some functions
/// have an effect when they are merely bound, and `enable_logging` into a file that the lock refuses makes DuckDB 1.5 throw
/// through its C interface, which ends the process.
struct StatementRule {
    private let connection: DuckDBConnection

    /// Functions in FROM that only compute, or tell about the views and their files. All others are refused: some switch
    /// logging or profiling on, some run SQL that comes in a text.
    private static let tableFunctions: Set<String> = [
        "range", "generate_series", "unnest", "repeat", "repeat_row", "json_each", "json_tree", "read_parquet",
        "parquet_scan", "parquet_metadata", "parquet_schema", "parquet_file_metadata", "duckdb_columns",
        "duckdb_functions",
        "duckdb_keywords", "duckdb_tables", "duckdb_types", "duckdb_views", "pragma_table_info", "pragma_version",
        "histogram", "histogram_values", "summary",
    ]

    /// Functions in expressions that do more than compute.
    private static let effectiveFunctions: Set<String> = ["write_log", "nextval", "setseed"]

    init(connection: DuckDBConnection) {
        self.connection = connection
    }

    /// Lets a single query pass, also behind a plain `EXPLAIN`.
    ///
    /// - Throws: `AnalysisError` with the code `.notReadOnly`, or `DuckDBError` if the text is not SQL.
    func check(_ sql: String) throws {
        guard !sql.utf8.contains(0) else { throw refusal("the statement holds a NUL character") }
        switch try syntaxTree(of: sql) {
        case .query(let count) where count != 1:
            throw refusal("there are \(count) statements, not one")
        case .query:
            try checkFunctions(of: sql)
        case .other:
            guard let inner = explained(sql), case .query(1) = try syntaxTree(of: inner) else {
                throw refusal("only SELECT, DESCRIBE, SHOW, SUMMARIZE, PIVOT … IN (…) and EXPLAIN of a SELECT are run")
            }
            try checkFunctions(of: inner)
        case .invalid:
            // Preparing what doesn't parse fails with the position in the text.
            _ = try connection.prepare(sql)
            throw refusal("DuckDB can't show the structure of this statement")
        }
    }

    private enum Tree {
        case query(statements: Int)
        case other
        case invalid
    }

    private func syntaxTree(of sql: String) throws -> Tree {
        let rows = try connection.rows(
            """
            SELECT tree->>'error', tree->>'error_type', json_array_length(tree, '$.statements')
            FROM (SELECT json_serialize_sql(CAST(? AS VARCHAR)) AS tree)
            """, .text(sql))
        guard let row = rows.first, row.count == 3 else { return .invalid }
        if row[0].text == "false" { return .query(statements: Int(row[2].integer ?? 0)) }
        return row[1].text == "not implemented" ? .other : .invalid
    }

    /// What a plain `EXPLAIN` explains; `EXPLAIN ANALYZE` and options leave something that is no query.
    private func explained(_ sql: String) -> String? {
        let trimmed = sql.drop { $0.isWhitespace }
        guard trimmed.prefix(7).lowercased() == "explain", let next = trimmed.dropFirst(7).first, next.isWhitespace
        else {
            return nil
        }
        let inner = trimmed.dropFirst(7).drop { $0.isWhitespace }
        return inner.first?.isLetter == true ? String(inner) : nil
    }

    private func checkFunctions(of sql: String) throws {
        let rows = try connection.rows(
            """
            SELECT DISTINCT value->>'$', path LIKE '%.function' FROM json_tree(json_serialize_sql(CAST(? AS VARCHAR)))
            WHERE key = 'function_name' ORDER BY ALL
            """, .text(sql))
        for row in rows {
            let name = (row[0].text ?? "").lowercased()
            if row[1] == .boolean(true) ? !Self.tableFunctions.contains(name) : Self.effectiveFunctions.contains(name) {
                throw refusal("the function \(name) is not available")
            }
        }
    }

    private func refusal(_ reason: String) -> AnalysisError {
        AnalysisError(.notReadOnly, "the statement was not run, for queries are read-only: \(reason)")
    }
}
