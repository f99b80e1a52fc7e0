import Analysis
import Commerce
import Foundation
import Testing

@Suite struct QueryTests {
    private static let noon: Int64 = 1_714_564_800_000_000

    private func withSales(_ body: (TestLake) throws -> Void) throws {
        try withTestLake { lake in
            try lake.write([
                Sale("t1", city: "Casablanca", amount: 123_450, quantity: 2, time: Self.noon, offset: 0),
                Sale("t2", city: "Fès", category: "日本", amount: 5, time: Self.noon + 250_000, offset: 1),
            ])
            try lake.write([RejectedRow(offset: 2, payload: "{\"a\"")])
            try body(lake)
        }
    }

    @Test func `the clocks of a place show a sale when they showed it`() throws {
        try withTestLake { lake in
            // Half past eleven at night in UTC on the last day of June, half past midnight in Casablanca.
            try lake.write([Sale("t1", city: "Fès", amount: 5, time: 1_782_862_200_000_000, offset: 0)])
            try lake.write([RejectedRow(offset: 1, payload: "{")])
            let text = try lake.query(
                """
                SELECT timestamp, timestamp AT TIME ZONE 'Africa/Casablanca' AS clock,
                    CAST(timestamp AT TIME ZONE 'Africa/Casablanca' AS DATE) AS day,
                    hour(timestamp AT TIME ZONE 'Africa/Casablanca') AS hour, current_setting('TimeZone') AS session
                FROM transactions
                """)
            #expect(
                text == """
                    timestamp,clock,day,hour,session\r
                    2026-06-30T23:30:00Z,2026-07-01T00:30:00,2026-07-01,0,UTC\r\n
                    """)
            for column in ["timestamp FROM transactions", "window_start FROM windows", "window_end FROM final_windows"]
            {
                let name = column.prefix { $0 != " " }
                let type = try lake.query(
                    "SELECT column_type FROM (DESCRIBE SELECT \(column)) WHERE column_name = '\(name)'")
                #expect(type == "column_type\r\nTIMESTAMP WITH TIME ZONE\r\n")
            }
            #expect(
                try lake.query("SELECT typeof(rejected_at) AS t FROM rejected") == "t\r\nTIMESTAMP WITH TIME ZONE\r\n")
        }
    }

    @Test func `CSV follows RFC 4180`() throws {
        try withSales { lake in
            let text = try lake.query(
                #"SELECT city, amount, timestamp, NULL AS nothing, '' AS "empty", 'a,"b"'||chr(10) AS odd FROM transactions"#
            )
            #expect(
                text == """
                    city,amount,timestamp,nothing,empty,odd\r
                    Casablanca,1234.50,2024-05-01T12:00:00Z,,"","a,""b""\n"\r
                    Fès,0.05,2024-05-01T12:00:00.25Z,,"","a,""b""\n"\r\n
                    """)
        }
    }

    @Test func `JSON keeps every digit`() throws {
        try withSales { lake in
            let text = try lake.query(
                """
                SELECT amount, sum(amount) OVER () * 10000000000000 AS big, 170141183460469231731687303715884105727 AS huge,
                    timestamp AS at, 'q"\\' AS text, NULL AS nothing, true AS yes, 1 AS one, 2 AS one, 'NaN'::DOUBLE AS nan
                FROM transactions ORDER BY 1 LIMIT 1
                """, format: .json)
            #expect(
                text == """
                    [
                    {"amount":0.05,"big":12345500000000000.00,"huge":170141183460469231731687303715884105727,\
                    "at":"2024-05-01T12:00:00.25Z","text":"q\\"\\\\","nothing":null,"yes":true,"one":1,"one_2":2,"nan":null}
                    ]

                    """)
            #expect(try lake.query("SELECT 1 AS a WHERE false", format: .json) == "[]\n")
        }
    }

    @Test func `tables are aligned by what is seen`() throws {
        try withSales { lake in
            let text = try lake.query("SELECT category, city, amount, NULL AS n FROM transactions", format: .table)
            #expect(
                text == """
                     category │ city       │  amount │    n
                    ──────────┼────────────┼─────────┼──────
                     Books    │ Casablanca │ 1234.50 │ NULL
                     日本     │ Fès        │    0.05 │ NULL

                    """)
        }
    }

    @Test func `a row limit says how many rows are left`() throws {
        try withSales { lake in
            let text = try lake.query("SELECT i FROM range(5000) t(i)", format: .table, rowLimit: 2)
            #expect(text == " i\n───\n 0\n 1\n… 4998 more rows\n")
            let all = try lake.query("SELECT i FROM range(5000) t(i)", format: .table)
            #expect(all.split(separator: "\n").count == 5002)
        }
    }

    @Test func `a hostile value can't command the terminal`() throws {
        try withTestLake { lake in
            let names = ["\u{1B}[2J\u{7}", "a\nb\tc", "\u{202E}evil", "👩‍👩‍👧", "مراكش", "'; DROP TABLE x; --"]
            try lake.write(
                names.enumerated().map { Sale("t\($0.offset)", city: $0.element, time: 0, offset: Int64($0.offset)) })
            let text = try lake.query("SELECT city FROM transactions", format: .table)
            #expect(
                text == """
                     city
                    ─────────────────────
                     \\u{1B}[2J\\u{7}
                     a\\u{A}b\\u{9}c
                     \\u{202E}evil
                     👩‍👩‍👧
                     مراكش
                     '; DROP TABLE x; --

                    """)
        }
    }

    @Test(arguments: LakeTable.allCases)
    func `a table without files is empty and has the schema's types`(table: LakeTable) throws {
        try withTestLake { empty in
            try withSales { full in
                try full.write([
                    WindowRow(
                        start: 0, end: 1, dimension: "all", key: "all", revenue: 1, average: 1, transactions: 1,
                        quantity: 1,
                        largest: 1)
                ])
                let description = "SELECT column_name, column_type FROM (DESCRIBE \(table.rawValue))"
                let types = try empty.query(description)
                let typesOfFiles = try full.query(description)
                #expect(types == typesOfFiles)
                #expect(!types.contains("TIMESTAMP\r\n"))
                #expect(try empty.query("SELECT count(*) FROM \(table.rawValue)") == "count_star()\r\n0\r\n")
            }
        }
    }

    @Test func `final windows hold the last revisions`() throws {
        try withTestLake { lake in
            var row = WindowRow(
                start: 0, end: 60, dimension: "city", key: "Fès", revenue: 100, average: 100, transactions: 1,
                quantity: 1,
                largest: 100)
            var rows = [row]
            for revision in 1...11 {
                row.revision = Int32(revision)
                row.revenue += 100
                rows.append(row)
            }
            row.key = "Rabat"
            row.revision = 0
            try lake.write(rows + [row])
            #expect(
                try lake.query("SELECT key, revision, total_revenue FROM final_windows ORDER BY key")
                    == "key,revision,total_revenue\r\nFès,11,12.00\r\nRabat,0,12.00\r\n")
        }
    }

    @Test func `awkward paths are read as they are`() throws {
        try withTestLake { lake in
            try lake.write([Sale("t", time: 0, offset: 0)], name: "it's [1] *odd*? é")
            try lake.write([Sale("t", time: 0, offset: 1)], name: "x")
            #expect(try lake.query("SELECT count(*) AS n FROM transactions") == "n\r\n2\r\n")
        }
    }

    @Test(arguments: [
        "INSERT INTO transactions VALUES (1)", "UPDATE windows SET key = 'x'", "DELETE FROM rejected",
        "CREATE TABLE t(i INTEGER)", "CREATE VIEW v AS SELECT 1", "DROP VIEW transactions",
        "ALTER VIEW windows RENAME TO w",
        "COPY (SELECT 1) TO '/tmp/souk-must-not-exist.csv'", "COPY transactions TO '/tmp/souk-must-not-exist.parquet'",
        "ATTACH '/tmp/souk-must-not-exist.db'", "ATTACH ':memory:' AS m", "DETACH memory", "INSTALL httpfs",
        "LOAD httpfs",
        "SET memory_limit = '1TB'", "RESET lock_configuration", "SET VARIABLE x = 1", "PRAGMA enable_profiling",
        "PRAGMA version", "CALL pragma_version()", "CHECKPOINT", "VACUUM", "BEGIN", "USE memory",
        "PREPARE q AS SELECT 1",
        "EXPORT DATABASE '/tmp/souk-must-not-exist'", "IMPORT DATABASE '/tmp/souk-must-not-exist'",
        "EXPLAIN ANALYZE SELECT 1", "EXPLAIN ANALYZE COPY (SELECT 1) TO '/tmp/souk-must-not-exist.csv'",
        "EXPLAIN (ANALYZE) SELECT 1", "EXPLAIN COPY (SELECT 1) TO '/tmp/x'", "SELECT 1; SELECT 2",
        "SELECT 1; DROP VIEW transactions", "", "-- nothing", "SELECT $1", "SELECT 1\u{0}; DROP VIEW transactions",
        "FROM enable_logging('QueryLog', storage = 'file', storage_path = '/tmp/souk-must-not-exist')",
        "SELECT * FROM \"Enable_Profiling\"(format = 'json', save_location = '/tmp/souk-must-not-exist.json')",
        "FROM system.main.enable_logging()", "SELECT * FROM query('FROM enable_' || 'profiling()')",
        "FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))", "SELECT write_log('x')",
        "WITH x AS (SELECT * FROM (SELECT * FROM enable_logging())) SELECT * FROM x", "CREATE SECRET s (TYPE s3)",
        "MERGE INTO transactions USING windows ON true WHEN MATCHED THEN DELETE", "TRUNCATE transactions",
        "FROM read_duckdb('/tmp/souk-must-not-exist.db')", "FROM glob('/etc/*')", "FROM read_text('/etc/passwd')",
        "FROM read_csv('/etc/passwd')", "FROM read_blob('/etc/hostname')", "FROM sniff_csv('/etc/passwd')",
        "FROM duckdb_secrets()", "FROM which_secret('s3://x', 's3')",
    ])
    func `what is not one harmless query is refused`(sql: String) throws {
        try withSales { lake in
            let error = #expect(throws: AnalysisError.self) { try lake.query(sql) }
            #expect(
                error?.code == .notReadOnly || (error?.code == .query && error?.description.contains("Parser") == true))
            #expect(!FileManager.default.fileExists(atPath: "/tmp/souk-must-not-exist"))
            for suffix in ["csv", "parquet", "db", "json"] {
                #expect(!FileManager.default.fileExists(atPath: "/tmp/souk-must-not-exist.\(suffix)"))
            }
        }
    }

    @Test(arguments: [
        "FROM read_parquet('/etc/passwd')", "SELECT * FROM '/etc/passwd'", "SELECT * FROM '/etc/*.csv'",
        "FROM parquet_metadata('/proc/self/environ')", "FROM 'https://example.org/x.parquet'",
        "FROM 's3://bucket/x.parquet'",
    ])
    func `no other file can be read`(sql: String) throws {
        try withSales { lake in
            let error = #expect(throws: AnalysisError.self) { try lake.query(sql) }
            #expect(error?.code == .query || error?.code == .database)
        }
    }

    @Test(arguments: [
        "SELECT 1", "FROM transactions", "(SELECT 1)", "VALUES (1)", "TABLE windows", "DESCRIBE windows", "SHOW TABLES",
        "SUMMARIZE transactions", "-- a comment\nSELECT 1;", "WITH x AS (SELECT 1) SELECT * FROM x", "EXPLAIN SELECT 1",
        " explain\nSELECT * FROM transactions", "PIVOT transactions ON city IN ('Fès') USING sum(amount)",
        "SELECT * FROM range(3), unnest([1, 2])", "SELECT [x + 1 FOR x IN [1]]", "FROM duckdb_columns()",
        "SELECT 'enable_logging()' AS text", "SELECT max(amount) FILTER (WHERE quantity > 1) OVER () FROM transactions",
    ])
    func `queries of every form are run`(sql: String) throws {
        try withSales { lake in
            for format in QueryFormat.allCases {
                let text = try lake.query(sql, format: format)
                #expect(!text.isEmpty)
            }
        }
    }

    @Test func `a mistake is answered with its position and the tables`() throws {
        try withSales { lake in
            let error = #expect(throws: AnalysisError.self) { try lake.query("SELECT citi FROM transactions") }
            #expect(error?.code == .query)
            for part in ["LINE 1", "^", "citi", "final_windows", "rejected"] {
                #expect(error?.description.contains(part) == true)
            }
            let syntax = #expect(throws: AnalysisError.self) { try lake.query("SELECT FROM WHERE") }
            #expect(syntax?.description.contains("LINE 1") == true)
        }
    }

    @Test func `a cancellation ends a query`() throws {
        try withSales { lake in
            let database = try lake.database()
            let cancellation = database.cancellation
            let error = #expect(throws: AnalysisError.self) {
                try QueryRunner(database: database).run("SELECT * FROM range(100000000000)", format: .csv) { _ in
                    cancellation.cancel()
                }
            }
            #expect(error?.code == .interrupted)
        }
    }

    @Test func `files without the schema's columns are named`() throws {
        try withTestLake { lake in
            try lake.write([RejectedRow(offset: 0)], name: "wrong")
            lake.add(path: lake.directory.appending(path: "wrong.parquet").path, to: .transactions)
            let error = #expect(throws: AnalysisError.self) { try lake.database() }
            #expect(error?.code == .tables)
            #expect(error?.description.contains("wrong.parquet") == true)
        }
    }

    @Test func `a report and a verification are cancelled like a query`() throws {
        try withSales { lake in
            let database = try lake.database()
            database.cancellation.cancel()
            let report = #expect(throws: AnalysisError.self) {
                try ReportBuilder(
                    database: database, clock: Midnight(), timeZone: ReportTimeZone(name: "UTC", offsets: Midnight())
                ).build()
            }
            #expect(report?.code == .interrupted)
            let verification = #expect(throws: AnalysisError.self) {
                try Verification(database: database, input: ReferencePipeline(seed: 1).input).run()
            }
            #expect(verification?.code == .interrupted)
        }
    }

    private struct Midnight: WallClock, TimeZoneOffsets {
        func now() -> Timestamp { Timestamp(microseconds: 0) }
        func offsetSeconds(atUTCMicroseconds microseconds: Int64) -> Int { 0 }
    }

    @Test func `ten thousand files are one table`() throws {
        try withTestLake { lake in
            try lake.write([Sale("t", amount: 7, time: 0, offset: 0)], name: "original")
            let original = lake.directory.appending(path: "original.parquet").path
            for number in 1..<10_000 {
                let path = lake.directory.appending(path: "\(number).parquet").path
                try FileManager.default.linkItem(atPath: original, toPath: path)
                lake.add(path: path, to: .transactions)
            }
            #expect(try lake.query("SELECT count(*), sum(amount) FROM transactions").hasSuffix("\r\n10000,700.00\r\n"))
        }
    }
}
