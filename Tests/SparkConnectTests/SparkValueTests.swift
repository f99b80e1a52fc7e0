import SparkConnect
import Testing

extension SparkServerTests {
    @Suite struct SparkValueTests {
        static let cases: [(sql: String, type: String, value: SparkValue)] = [
            ("true", "boolean", .boolean(true)), ("-128Y", "tinyint", .integer(-128)),
            ("32767S", "smallint", .integer(32_767)), ("-2147483648", "int", .integer(-2_147_483_648)),
            ("9223372036854775807L", "bigint", .integer(.max)), ("CAST(-1.5 AS FLOAT)", "float", .double(-1.5)),
            ("0.1D", "double", .double(0.1)), ("-0.01BD", "decimal(2,2)", .decimal(unscaled: -1, scale: 2)),
            (
                "CAST('-99999999999999999999999999999999999.999' AS DECIMAL(38,3))", "decimal(38,3)",
                .decimal(unscaled: -99_999_999_999_999_999_999_999_999_999_999_999_999, scale: 3)
            ),
            ("'Zürich €'", "string", .text("Zürich €")), ("''", "string", .text("")),
            ("X'00FF7F'", "binary", .bytes([0, 255, 127])),
            ("TIMESTAMP'2024-02-29 12:00:00.123456Z'", "timestamp", .timestamp(microseconds: 1_709_208_000_123_456)),
            ("TIMESTAMP'1969-12-31 23:59:59.999999Z'", "timestamp", .timestamp(microseconds: -1)),
            ("TIMESTAMP_NTZ'1970-01-01 00:00:01'", "timestamp_ntz", .localTimestamp(microseconds: 1_000_000)),
            ("DATE'1969-12-31'", "date", .date(days: -1)), ("NULL", "void", .null),
            ("CAST(NULL AS BIGINT)", "bigint", .null),
            (
                "INTERVAL '1 02' DAY TO HOUR", "interval day to hour",
                .interval(months: 0, days: 0, microseconds: 93_600_000_000)
            ),
            ("INTERVAL '2-3' YEAR TO MONTH", "interval year to month", .interval(months: 27, days: 0, microseconds: 0)),
            ("array(1, NULL, 3)", "array<int>", .list([.integer(1), .null, .integer(3)])),
            ("array()", "array<void>", .list([])),
            (
                "map('a', 1L, 'b', NULL)", "map<string,bigint>",
                .map(keys: [.text("a"), .text("b")], values: [.integer(1), .null])
            ),
            (
                "struct(1 AS x, array(struct('y' AS z)) AS l)", "struct<x:int,l:array<struct<z:string>>>",
                .structure([.init("x", .integer(1)), .init("l", .list([.structure([.init("z", .text("y"))])]))])
            ),
        ]

        @Test func `values of every type arrive as they are`() throws {
            let sql = "SELECT " + Self.cases.map(\.sql).joined(separator: ", ")
            try withSession { session in
                let result = try session.query(sql, tag: nil, timeout: .seconds(120))
                #expect(result.columns.map(\.type) == Self.cases.map(\.type))
                #expect(try result.rows() == [Self.cases.map(\.value)])
                #expect(try session.columns(of: sql).map(\.type) == Self.cases.map(\.type))
            }
        }

        @Test func `a result without rows has its columns`() throws {
            try withSession { session in
                let result = try session.query("SELECT id, 'a' AS name FROM range(0)", tag: nil, timeout: .seconds(60))
                #expect(
                    result.columns == [
                        SparkColumn(name: "id", type: "bigint"), SparkColumn(name: "name", type: "string"),
                    ])
                #expect(try result.rows().isEmpty)
            }
        }

        @Test func `rows of many batches come in their order, each once`() throws {
            try withSession { session in
                let result = try session.query(
                    "SELECT id, repeat('x', 100) FROM range(0, 300000, 1, 7)", tag: nil, timeout: .seconds(120))
                var expected: Int64 = 0
                var batches = 0
                while let batch = try result.next() {
                    batches += 1
                    for row in 0..<batch.rowCount {
                        guard batch.value(row: row, column: 0) == .integer(expected) else {
                            Issue.record("row \(expected) is \(batch.value(row: row, column: 0))")
                            return
                        }
                        expected += 1
                    }
                }
                #expect(expected == 300_000)
                #expect(batches > 7)
            }
        }
    }
}
