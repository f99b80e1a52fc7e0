import DuckDB
import Testing

@Suite struct DuckDBTests {
    private func values(_ sql: String) throws -> [DuckDBValue] {
        try DuckDBDatabase().connect().rows(sql).first ?? []
    }

    @Test func `numbers of every width arrive exactly`() throws {
        let row = try values(
            """
            SELECT (-128)::TINYINT, 32767::SMALLINT, (-2147483648)::INTEGER, 9223372036854775807, 255::UTINYINT,
                65535::USMALLINT, 4294967295::UINTEGER, 18446744073709551615::UBIGINT,
                (-170141183460469231731687303715884105727)::HUGEINT, 0.1::FLOAT, 0.1::DOUBLE, true, NULL
            """)
        let integers: [Int128] = [
            -128, 32767, -2_147_483_648, 9_223_372_036_854_775_807, 255, 65535, 4_294_967_295,
            18_446_744_073_709_551_615,
            -170_141_183_460_469_231_731_687_303_715_884_105_727,
        ]
        #expect(row == integers.map { .integer($0) } + [.float(0.1), .double(0.1), .boolean(true), .null])
    }

    @Test func `decimals of every width keep their digits`() throws {
        let row = try values(
            """
            SELECT (-1.5)::DECIMAL(4,1), 123.45::DECIMAL(9,2), (-0.01)::DECIMAL(18,2),
                999999999999999999999999999999999999.99::DECIMAL(38,2), 7::DECIMAL(5,0)
            """)
        #expect(
            row.map(\.description) == ["-1.5", "123.45", "-0.01", "999999999999999999999999999999999999.99", "7"])
    }

    @Test(arguments: [
        ("DATE '1969-12-31'", "1969-12-31"), ("DATE '2000-02-29'", "2000-02-29"), ("DATE 'infinity'", "infinity"),
        ("TIMESTAMP '2024-05-01 12:00:00.25'", "2024-05-01T12:00:00.25"),
        ("TIMESTAMP '1969-12-31 23:59:59.999999'", "1969-12-31T23:59:59.999999"),
        ("TIMESTAMP_S '2024-05-01 12:00:00'", "2024-05-01T12:00:00"),
        ("TIMESTAMP_MS '2024-05-01 12:00:00.5'", "2024-05-01T12:00:00.5"),
        ("TIMESTAMPTZ '2024-05-01 12:00:00.25+01'", "2024-05-01T11:00:00.25Z"),
        ("TIMESTAMP '-infinity'", "-infinity"), ("TIME '23:59:59.5'", "23:59:59.5"),
        ("INTERVAL '14 months 3 days 90 minutes'", "14 months 3 days 01:30:00"),
        ("'\\xAA\\x00a\\x5C'::BLOB", "\\xAA\\x00a\\x5C"), ("''::VARCHAR", ""),
        ("UUID '00112233-4455-6677-8899-aabbccddeeff'", "00112233-4455-6677-8899-aabbccddeeff"),
        ("'twelve bytes'", "twelve bytes"), ("'thirteen byte'", "thirteen byte"),
        ("[1, NULL, 3]", "[1, NULL, 3]"), ("{'a': 1, 'b': ['x']}", "{'a': 1, 'b': [x]}"),
        ("MAP {'k': 1.50, 'l': 2.25}", "{k=1.50, l=2.25}"), ("[1, 2]::INTEGER[2]", "[1, 2]"),
        ("'b'::ENUM('a', 'b')", "b"),
    ])
    func `values have one text`(sql: String, text: String) throws {
        #expect(try values("SELECT \(sql)").first?.description == text)
    }

    @Test func `days agree with DuckDB's own calendar over six centuries`() throws {
        let rows = try DuckDBDatabase().connect().rows(
            "SELECT d, strftime(d, '%Y-%m-%d') FROM (SELECT DATE '1700-01-01' + (7 * i)::INTEGER AS d FROM range(31000) r(i))"
        )
        #expect(rows.count == 31000)
        #expect(rows.allSatisfy { $0[0].description == $0[1].text })
    }

    @Test func `parameters are bound and come back as they were`() throws {
        let connection = try DuckDBDatabase().connect()
        let values: [DuckDBValue] = [
            .null, .boolean(true), .integer(-5), .integer(Int128.max), .double(0.5), .text("it's \"café\""),
            .blob([0, 255]),
            .localTimestamp(microseconds: 1_714_564_800_000_000),
        ]
        for value in values {
            #expect(try connection.rows("SELECT ?", value) == [[value]])
        }
    }

    @Test func `rows stream in chunks through more than one vector`() throws {
        let result = try DuckDBDatabase().connect().prepare("SELECT i FROM range(10000) t(i)").execute()
        var next: Int128 = 0
        while let chunk = try result.nextChunk() {
            for row in 0..<chunk.rowCount {
                #expect(chunk.value(row: row, column: 0) == .integer(next))
                next += 1
            }
        }
        #expect(next == 10000)
    }

    @Test func `errors keep DuckDB's kind and message`() throws {
        let connection = try DuckDBDatabase().connect()
        let cases: [(String, DuckDBError.Kind)] = [
            ("selec 1", .parser), ("SELECT * FROM nowhere", .catalog), ("SELECT nothing", .binder), ("", .parser),
            ("SELECT 1; SELECT 2", .parser),
        ]
        for (sql, kind) in cases {
            let error = #expect(throws: DuckDBError.self) { try connection.execute(sql) }
            #expect(error?.kind == kind)
        }
        let late = #expect(throws: DuckDBError.self) {
            try connection.execute("SELECT CASE WHEN i = 9999 THEN error('boom') END FROM range(10000) t(i)")
        }
        #expect(late?.message.contains("boom") == true)
    }

    @Test func `an interruption stops a running query and all later ones`() throws {
        let connection = try DuckDBDatabase(settings: ["threads": "1"]).connect()
        let interrupter = connection.interrupter
        let result = try connection.prepare("SELECT i FROM range(100000000000) t(i)").execute()
        _ = try result.nextChunk()
        interrupter.interrupt()
        let error = #expect(throws: DuckDBError.self) { while try result.nextChunk() != nil {} }
        #expect(error?.kind == .interrupted)
        let later = #expect(throws: DuckDBError.self) { try connection.execute("SELECT 1") }
        #expect(later?.kind == .interrupted)
    }

    @Test func `a refused setting is named`() {
        let error = #expect(throws: DuckDBError.self) { try DuckDBDatabase(settings: ["memory_limit": "plenty"]) }
        #expect(error?.description.contains("memory_limit") == true || error?.message.contains("plenty") == true)
    }
}
