public import Analysis
internal import SparkConnect

/// Read-only SQL over a lake on a Spark cluster, one statement at a time.
public struct SparkQueryRunner {
    private let database: SparkDatabase

    /// A runner over an open lake.
    public init(database: SparkDatabase) {
        self.database = database
    }

    /// Runs a query and writes its rows as they come.
    ///
    /// - Parameters:
    ///   - sql: One statement that changes nothing, in Spark's SQL.
    ///   - format: How the rows are written.
    ///   - rowLimit: The most rows that the table format shows before it says that there are more; the others stay on the
    ///     cluster. Nil for all.
    ///   - write: Takes the text in pieces of some kilobytes.
    /// - Throws: `AnalysisError`: `.notReadOnly` if the statement is refused, `.query` with Spark's error class, SQL state and
    ///   position if it is wrong, `.interrupted` after a cancellation; `SparkError` if the cluster can't be reached; and
    ///   whatever `write` throws.
    public func run(
        _ sql: String, format: QueryFormat, rowLimit: Int? = nil, write: (String) throws -> Void
    ) throws {
        let statement = try SparkStatement(sql)
        do {
            let columns = try database.session.columns(of: statement.subquery)
            switch statement.purpose {
            case .rows:
                try rows(of: statement, format: format, rowLimit: format == .table ? rowLimit : nil, write: write)
            case .columns: try Self.print(columns, format: format, write: write)
            case .plan: try write(plan(of: statement))
            }
        } catch {
            guard let failure = error as? SparkError else { throw error }
            throw Self.explained(failure)
        }
    }

    private func rows(
        of statement: SparkStatement, format: QueryFormat, rowLimit: Int?, write: (String) throws -> Void
    ) throws {
        let limit = rowLimit.map { " LIMIT \($0 + 1)" } ?? ""
        let result = try database.query(statement.subquery + limit)
        var printer = ResultPrinter(format, rowLimit: rowLimit, countsRest: false)
        printer.begin(result.columns.map { PrintedColumn(name: $0.name, isNumeric: Self.isNumeric($0.type)) })
        while let batch = try result.next() {
            for row in 0..<batch.rowCount {
                try printer.add(
                    result.columns.indices.map { SparkPrintedValue(batch.value(row: row, column: $0)) }, to: write)
            }
        }
        try printer.end(to: write)
    }

    private static func print(
        _ columns: [SparkColumn], format: QueryFormat, write: (String) throws -> Void
    ) throws {
        var printer = ResultPrinter(format, rowLimit: nil)
        printer.begin(["column_name", "column_type"].map { PrintedColumn(name: $0, isNumeric: false) })
        for column in columns {
            try printer.add(
                [SparkPrintedValue(.text(column.name)), SparkPrintedValue(.text(column.type))], to: write)
        }
        try printer.end(to: write)
    }

    private func plan(of statement: SparkStatement) throws -> String {
        DisplayText.harmlessLines(try database.session.explain(statement.subquery)) + "\n"
    }

    private static func isNumeric(_ type: String) -> Bool {
        let name = type.lowercased().prefix { $0 != "(" }
        return ["tinyint", "smallint", "int", "bigint", "float", "double", "decimal"].contains(name)
    }

    private static func explained(_ error: SparkError) -> any Error {
        switch error.code {
        case .interrupted: return AnalysisError(.interrupted, "the query: interrupted")
        case .unreachable, .unauthorized, .timedOut, .sessionLost, .protocolViolation, .unsupported: return error
        case .failed: break
        }
        var text = SparkMessage(error, isWrapped: true).text
        let mistakes = ["42P01", "42703", "42601", "42704"]
        if error.sqlState.map(mistakes.contains) ?? false {
            text +=
                "\n\nThere are the tables transactions, windows and rejected, and the view final_windows (the last revision "
                + "of every window); DESCRIBE transactions lists the columns of one. The SQL is Spark's, and one query is run."
        }
        return AnalysisError(.query, text)
    }
}
