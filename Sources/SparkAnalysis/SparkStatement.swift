internal import Analysis

/// A user's statement that passed the first half of the read-only rule: it holds nothing that runs code or reaches outside of
/// Spark's tables. The second half is that it is run inside of a subquery, where only queries can stand.
struct SparkStatement: Sendable, Hashable {
    /// What is to be done with the query.
    enum Purpose: Sendable, Hashable {
        /// Its rows are wanted.
        case rows
        /// How it would be run.
        case plan
        /// Its columns.
        case columns
    }

    /// What is to be done.
    var purpose: Purpose
    /// The query, without a semicolon at its end.
    var query: String

    /// Functions that run code, read files of the driver, or read what is no table.
    private static let refusedFunctions: Set<String> = [
        "reflect", "java_method", "try_reflect", "from_protobuf", "to_protobuf", "table_changes",
        "table_changes_by_path", "python_worker_logs", "read_files", "read_kafka", "read_kinesis", "read_pubsub",
        "read_pulsar", "remote_query", "http_request", "ai_query", "ai_forecast", "read_statestore",
        // An XML document may ask for files.
        "xpath", "xpath_boolean", "xpath_double", "xpath_float", "xpath_int", "xpath_long", "xpath_number",
        "xpath_short", "xpath_string",
    ]

    /// What statements begin with that are no queries. Spark would find that by itself; this says it better.
    private static let commands: Set<String> = [
        "add", "alter", "analyze", "begin", "cache", "call", "clear", "comment", "convert", "copy", "create", "declare",
        "delete", "drop", "execute", "export", "grant", "import", "insert", "list", "load", "lock", "merge", "msck",
        "optimize", "refresh", "repair", "replace", "reset", "restore", "revoke", "set", "show", "truncate", "uncache",
        "unlock", "update", "use", "vacuum",
    ]

    /// Checks a statement.
    ///
    /// - Throws: `AnalysisError` with the code `.notReadOnly`.
    init(_ sql: String) throws(AnalysisError) {
        let tokens: [SparkTokens.Placed]
        do {
            tokens = try SparkTokens.of(sql)
        } catch {
            throw Self.refusal(error.reason)
        }
        let last = tokens.lastIndex { $0.token != .symbol(";") } ?? -1
        let statement = tokens[...last]
        guard let first = statement.first, let end = statement.last else { throw Self.refusal("there is no statement") }
        if case .name(let word) = first.token, Self.commands.contains(word) {
            throw Self.refusal("only SELECT, DESCRIBE and EXPLAIN of a SELECT are run, not \(word.uppercased())")
        }
        try Self.check(statement.map(\.token))
        purpose = .rows
        var start = first.range.lowerBound
        if case .name(let word) = first.token, statement.count > 1, word == "explain" || Self.isDescribe(word) {
            purpose = word == "explain" ? .plan : .columns
            start = statement[statement.startIndex + 1].range.lowerBound
        }
        query = String(sql.unicodeScalars[start..<end.range.upperBound])
        if purpose == .columns { query = Self.described(statement.dropFirst(), of: sql) ?? query }
    }

    /// The query in parentheses. Spark takes nothing but queries there, so that what has effects is an error of syntax.
    var subquery: String { "SELECT * FROM (\n\(query)\n)" }

    private static func isDescribe(_ word: String) -> Bool { word == "describe" || word == "desc" }

    /// `DESCRIBE NAME` and `DESCRIBE TABLE NAME` are about all columns of a table; nil for `DESCRIBE` of a query.
    private static func described(_ tokens: ArraySlice<SparkTokens.Placed>, of sql: String) -> String? {
        let names = tokens.first?.token == .name("table") ? tokens.dropFirst() : tokens
        guard let first = names.first, let last = names.last,
            names.allSatisfy({ if case .name = $0.token { true } else { $0.token == .symbol(".") } }),
            names.count == 1 || names.contains(where: { $0.token == .symbol(".") })
        else { return nil }
        return "SELECT * FROM \(String(sql.unicodeScalars[first.range.lowerBound..<last.range.upperBound]))"
    }

    private static func check(_ tokens: [SparkToken]) throws(AnalysisError) {
        var depth = 0
        for (index, token) in tokens.enumerated() {
            let next = index + 1 < tokens.count ? tokens[index + 1] : nil
            switch token {
            case .symbol("("): depth += 1
            case .symbol(")"):
                depth -= 1
                guard depth >= 0 else { throw refusal("there is a closing parenthesis too many") }
            case .symbol(";"): throw refusal("there is more than one statement")
            case .symbol("\0"): throw refusal("the statement holds a NUL character")
            case .name("using") where next == .text: throw refusal("TRANSFORM … USING runs a program")
            case .name("identifier") where next == .symbol("("):
                throw refusal("IDENTIFIER(…) may name anything")
            case .name(let name) where next == .symbol("(") && refusedFunctions.contains(name):
                throw refusal("the function \(name) is not available")
            case .name, .symbol, .text: break
            }
        }
    }

    private static func refusal(_ reason: String) -> AnalysisError {
        AnalysisError(.notReadOnly, "the statement was not run, for queries are read-only: \(reason)")
    }
}
