import DuckDB
import Foundation
import Testing

@testable import Analysis

/// What the database itself forbids, even to a statement that got past the rule for queries.
@Suite struct LockTests {
    @Test(arguments: [
        "FROM read_text('/etc/passwd')", "FROM read_csv('/etc/passwd')", "FROM read_blob('/proc/self/environ')",
        "FROM glob('/etc/*')", "FROM sniff_csv('/etc/passwd')", "COPY (SELECT 1) TO 'DIR/out.csv'",
        "COPY (SELECT 1) TO 'DIR/sales.parquet' (FORMAT parquet)", "EXPORT DATABASE 'DIR/out'", "ATTACH 'DIR/out.db'",
        "INSTALL httpfs", "LOAD httpfs", "LOAD 'DIR/out.so'", "SET enable_external_access = true",
        "SET allowed_paths = ['/etc/passwd']", "SET allowed_directories = ['/etc']", "SET lock_configuration = false",
        "RESET lock_configuration", "SET memory_limit = '1TB'", "SET temp_directory = '/tmp'",
        "SET autoinstall_known_extensions = true", "SET profiling_output = 'DIR/out.json'",
        "SET log_query_path = 'DIR/out'",
        "FROM enable_profiling(format = 'json', save_location = 'DIR/sales.parquet')",
    ])
    func `the locked database refuses`(statement: String) throws {
        try withTestLake { lake in
            try lake.write([Sale("t", time: 0, offset: 0)])
            let file = lake.directory.appending(path: "sales.parquet")
            let before = try Data(contentsOf: file)
            let database = try lake.database()
            let sql = statement.replacing("DIR", with: lake.directory.path)
            #expect(throws: DuckDBError.self) { try database.connection.execute(sql) }
            #expect(try Data(contentsOf: file) == before)
            let names = try FileManager.default.contentsOfDirectory(atPath: lake.directory.path)
            #expect(names.filter { $0 != "spill" } == ["sales.parquet"])
        }
    }

    @Test func `extensions are neither installed nor loaded by themselves`() throws {
        try withTestLake { lake in
            let rows = try lake.database().connection.rows(
                "SELECT value FROM duckdb_settings() WHERE name LIKE 'auto%_known_extensions'")
            #expect(rows == [[.text("false")], [.text("false")]])
        }
    }

    @Test func `a small memory is enough when there is room to spill`() throws {
        try withTestLake { lake in
            let database = try lake.database(memoryBytes: 48 << 20)
            let rows = try database.connection.rows(
                "SELECT count(*) FROM (SELECT i, count(*) FROM range(3000000) t(i) GROUP BY i)")
            #expect(rows == [[.integer(3_000_000)]])
            let withoutRoom = try LakeDatabase(
                source: lake.source, limits: .init(memoryBytes: 48 << 20, spillDirectory: nil))
            let error = #expect(throws: DuckDBError.self) {
                try withoutRoom.connection.execute("CREATE TEMP TABLE t AS SELECT uuid() AS u FROM range(5000000)")
            }
            #expect(error?.kind == .outOfMemory)
        }
    }
}
