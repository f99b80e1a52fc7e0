internal import CDuckDB

/// A connection to a database. Used by one thread at a time; only its interrupter may be handed to others.
public final class DuckDBConnection {
    let handle: ConnectionHandle

    init(handle: ConnectionHandle) {
        self.handle = handle
    }

    /// Stops this connection's work from another thread.
    public var interrupter: DuckDBInterrupter {
        DuckDBInterrupter(handle: handle)
    }

    /// Prepares the one statement that `sql` holds.
    ///
    /// - Throws: `DuckDBError` if it doesn't parse or bind, or if there is none or more than one.
    public func prepare(_ sql: String) throws -> DuckDBStatement {
        try DuckDBStatement(sql: sql, handle: handle)
    }

    /// Runs a statement whose rows are not wanted.
    ///
    /// - Throws: `DuckDBError` if the statement fails.
    public func execute(_ sql: String) throws {
        let result = try prepare(sql).execute()
        while try result.nextChunk() != nil {}
    }

    /// Runs a query and gathers its rows; for results that are known to be small.
    ///
    /// - Throws: `DuckDBError` if the query fails.
    public func rows(_ sql: String, _ parameters: DuckDBValue...) throws -> [[DuckDBValue]] {
        let statement = try prepare(sql)
        for (index, parameter) in parameters.enumerated() {
            try statement.bind(parameter, at: index + 1)
        }
        let result = try statement.execute()
        var rows: [[DuckDBValue]] = []
        while let chunk = try result.nextChunk() {
            for row in 0..<chunk.rowCount {
                rows.append(result.columns.indices.map { chunk.value(row: row, column: $0) })
            }
        }
        return rows
    }
}
