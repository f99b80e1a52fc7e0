internal import DuckDB

/// Read-only SQL over a lake, one statement at a time.
///
/// ```swift
/// let database = try LakeDatabase(source: tables, limits: .init(spillDirectory: nil))
/// let count = try QueryRunner(database: database)
///     .run("SELECT city, sum(amount) FROM transactions GROUP BY city", format: .csv) { print($0, terminator: "") }
/// ```
public struct QueryRunner {
    private let database: LakeDatabase

    /// A runner over an open lake.
    public init(database: LakeDatabase) {
        self.database = database
    }

    /// Runs a query and writes its rows.
    ///
    /// - Parameters:
    ///   - sql: One statement that changes nothing.
    ///   - format: How the rows are written.
    ///   - rowLimit: The most rows that the table format shows before it says how many more there are; nil for all.
    ///   - write: Takes the text in pieces of some kilobytes.
    /// - Returns: How many rows the query had.
    /// - Throws: `AnalysisError`: `.notReadOnly` if the statement is refused, `.query` with DuckDB's message and position if it
    ///   is wrong, `.interrupted` after a cancellation; and whatever `write` throws.
    @discardableResult
    public func run(
        _ sql: String, format: QueryFormat, rowLimit: Int? = nil, write: (String) throws -> Void
    ) throws -> Int64 {
        do {
            try StatementRule(connection: database.connection).check(sql)
            let statement = try database.connection.prepare(sql)
            guard statement.kind == .select || statement.kind == .explain, statement.parameterCount == 0 else {
                throw AnalysisError(.notReadOnly, "the statement was not run: only queries without parameters are.")
            }
            let result = try statement.execute()
            var printer =
                statement.kind == .explain && format == .table
                ? ResultPrinter(PlanWriter()) : ResultPrinter(format, rowLimit: rowLimit)
            return try Self.write(result, with: &printer, to: write)
        } catch let error as DuckDBError {
            throw Self.explained(error)
        }
    }

    private static func write(
        _ result: DuckDBResult, with printer: inout ResultPrinter, to write: (String) throws -> Void
    ) throws -> Int64 {
        printer.begin(result.columns.map { PrintedColumn(name: $0.name, isNumeric: $0.type.isNumeric) })
        while let chunk = try result.nextChunk() {
            for row in 0..<chunk.rowCount {
                try printer.add(result.columns.indices.map { chunk.value(row: row, column: $0) }, to: write)
            }
        }
        try printer.end(to: write)
        return printer.rows
    }

    private static func explained(_ error: DuckDBError) -> AnalysisError {
        var failure = AnalysisError(of: error, activity: "the query")
        guard failure.code == .database else { return failure }
        failure.code = .query
        failure.description = error.message
        let mistakes: [DuckDBError.Kind] = [.catalog, .binder, .parser]
        if mistakes.contains(error.kind) {
            failure.description +=
                "\n\nThere are the tables transactions, windows and rejected, and the view final_windows (the last revision of "
                + "every window); DESCRIBE transactions lists the columns of one."
        }
        return failure
    }
}
