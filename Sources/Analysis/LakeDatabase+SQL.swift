internal import DuckDB

extension LakeDatabase: SQLDatabase {
    package var dialect: any SQLDialect { DuckDBDialect() }

    package func rows(of sql: String) throws -> any ResultRows {
        DuckDBRows(try connection.prepare(sql).execute())
    }

    package func keep(_ sql: String, as name: String) throws {
        try connection.execute("CREATE TEMP TABLE IF NOT EXISTS \(name) AS \(sql)")
    }

    package func keep(_ rows: [[Int64]], columns: [String], as name: String) throws {
        let list = columns.map { "\($0) BIGINT" }.joined(separator: ", ")
        try connection.execute("CREATE TEMP TABLE \(name)(\(list))")
        let batch = 1000
        for start in stride(from: 0, to: rows.count, by: batch) {
            let some = rows[start..<min(start + batch, rows.count)].map { row in
                "(\(row.map(String.init).joined(separator: ",")))"
            }
            try connection.execute("INSERT INTO \(name) VALUES \(some.joined(separator: ","))")
        }
    }
}
