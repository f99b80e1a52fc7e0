import Foundation
import Testing

@Suite(.needsSouk)
struct QueryTests {
    private static let statement = """
        SELECT 1 AS number, 'a, "b"' AS text, NULL AS nothing, 12.50::DECIMAL(12, 2) AS amount,
          TIMESTAMP '2026-01-01 10:00:00' AS time
        """

    @Test func `rows come as CSV, JSON and a table`() throws {
        try withLake(100) { directory in
            let csv = try query(["--format", "csv", Self.statement], directory)
            #expect(csv.output.contains("number,text,nothing,amount,time"))
            #expect(csv.output.contains("1,\"a, \"\"b\"\"\",,12.50,2026-01-01"))
            let json = try query(["--json", Self.statement], directory).output
            let rows = try #require(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]])
            #expect(rows.count == 1 && rows[0]["number"] as? Int == 1 && rows[0]["text"] as? String == "a, \"b\"")
            #expect(rows[0]["nothing"] is NSNull)
            #expect(json.contains("12.50"))
            let table = try query([Self.statement], directory).output
            #expect(table.contains("number") && table.contains("12.50") && table.contains("│"))
        }
    }

    @Test func `a query sees the three tables and the final windows, and may come from standard input`() throws {
        try withLake(10_000) { directory in
            for (table, least) in [("transactions", 9_000), ("windows", 10), ("final_windows", 10), ("rejected", 10)] {
                let file = directory.appending(path: "statement.sql")
                try Data("SELECT count(*) AS n FROM \(table)".utf8).write(to: file)
                let outcome = try Souk.succeed(
                    ["query", "--lake", "lake", "--format", "csv", "-"], directory: directory, input: file)
                #expect(outcome.lines.last.flatMap { Int($0) } ?? 0 >= least, "\(table): \(outcome.output)")
            }
        }
    }

    @Test(arguments: ["csv", "json", "table"])
    func `a reader that has seen enough ends the query quietly`(_ format: String) throws {
        try withLake(60_000) { directory in
            let outcome = try Shell.run(
                """
                $SOUK query --lake lake --format \(format) 'SELECT * FROM transactions' | head -n 1 >/dev/null
                echo ${PIPESTATUS[0]}
                """, directory: directory)
            #expect(outcome.output == "0\n")
            #expect(outcome.errors.isEmpty, "\(outcome.errors)")
        }
    }

    private func withLake(_ count: Int, _ body: (URL) throws -> Void) throws {
        try withTemporaryDirectory { directory in
            try Souk.produce(count, into: directory, ["--broken", "0.01"])
            try Souk.runToEnd(in: directory)
            try body(directory)
        }
    }

    private func query(_ arguments: [String], _ directory: URL) throws -> Souk.Outcome {
        try Souk.succeed(["query", "--lake", "lake"] + arguments, directory: directory)
    }
}
