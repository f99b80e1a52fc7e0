import ClusterTesting
import Foundation
import Testing

/// `souk query --engine sc://…` on a real Spark server: its rows are those of Souk's own engine, and it only reads.
@Suite(.serialized, .needsSouk, .needsCluster, .needsSpark)
struct SparkQueryTests {
    private let lake: AnalysedLake

    init() throws {
        lake = try AnalysedLake.shared.get()
    }

    @Test(arguments: [
        "SELECT count(*) AS n, sum(amount) AS revenue, sum(quantity) AS articles, max(amount) AS largest FROM transactions",
        """
        SELECT category, count(*) AS n, sum(amount) AS revenue, min(timestamp) AS earliest, max(timestamp) AS latest
        FROM transactions GROUP BY category ORDER BY category
        """,
        "SELECT * FROM transactions ORDER BY _partition, _offset",
        "SELECT * FROM windows ORDER BY window_start, dimension, key, revision",
        "SELECT * FROM final_windows ORDER BY window_start, dimension, key",
        "SELECT * FROM rejected ORDER BY _partition, _offset;",
        "SELECT NULL AS nothing, CAST(-0.05 AS DECIMAL(12, 2)) AS amount, 'it''s; \"quoted\" -- so' AS text -- the end",
        "SELECT transaction_id FROM transactions WHERE quantity < 0",
    ])
    func `rows are those of Souk's own engine`(_ statement: String) throws {
        let arguments = ["query", "--format", "json", statement]
        let native = try lake.output(arguments, onSpark: false)
        let spark = try lake.output(arguments, onSpark: true)
        #expect(spark == native)
    }

    @Test func `what the clocks of a place showed is the same on both`() throws {
        func statement(_ clock: String) -> [String] {
            let sql = "SELECT timestamp, \(clock) AS clock FROM transactions ORDER BY _partition, _offset"
            return ["query", "--format", "json", sql]
        }
        let native = try lake.output(statement("timestamp AT TIME ZONE 'Africa/Casablanca'"), onSpark: false)
        let spark = try lake.output(
            statement("convert_timezone('UTC', 'Africa/Casablanca', timestamp)"), onSpark: true)
        #expect(spark == native)
        #expect(native.contains(/"timestamp":"[-0-9T:.]+Z","clock":"[-0-9T:.]+"/))
    }

    @Test(arguments: [
        "INSERT INTO transactions SELECT * FROM transactions",
        "FROM transactions INSERT INTO rejected SELECT *",
        "WITH all AS (SELECT * FROM rejected) INSERT INTO rejected SELECT * FROM all",
        "DELETE FROM transactions",
        "CREATE TABLE stolen AS SELECT * FROM transactions",
        "SELECT 1) FROM transactions; DROP VIEW transactions; SELECT * FROM (SELECT 1",
        "SELECT java_method('java.lang.System', 'exit', 1)",
    ])
    func `a statement that writes or runs code is refused, and nothing is written`(_ statement: String) throws {
        let before = try lake.files()
        let outcome = try lake.run(["query", statement], engine: lake.server.address)
        #expect(outcome.exitCode == 2, "\(outcome.exitCode): \(outcome.errors)")
        #expect(outcome.output.isEmpty)
        #expect(try lake.files() == before)
        #expect(!FileManager.default.fileExists(atPath: lake.server.warehouse.appending(path: "stolen").path))
    }

    @Test func `files can't be read by their paths`() throws {
        let statement = "SELECT * FROM delta.`\(lake.path)/transactions`"
        let outcome = try lake.run(["query", statement], engine: lake.server.address)
        #expect(outcome.exitCode == 2, "\(outcome.exitCode): \(outcome.errors)")
        #expect(outcome.output.isEmpty)
    }

    @Test(arguments: [
        ("SELECT cuont(*) FROM transactions", "UNRESOLVED_ROUTINE"),
        ("SELECT sum(amount FROM transactions", "PARSE_SYNTAX_ERROR"),
        ("SELECT amuont FROM transactions", "UNRESOLVED_COLUMN"),
        ("SELECT * FROM sales", "TABLE_OR_VIEW_NOT_FOUND"),
        ("SELECT 1 / (quantity - quantity) FROM transactions", "DIVIDE_BY_ZERO"),
    ])
    func `a mistake is told in Spark's own words`(_ statement: String, _ reason: String) throws {
        let outcome = try lake.run(["query", statement], engine: lake.server.address)
        #expect(outcome.exitCode == 2, "\(outcome.exitCode): \(outcome.errors)")
        #expect(outcome.errors.contains(reason), "\(outcome.errors)")
        #expect(!outcome.errors.contains("at org.apache.spark"), "\(outcome.errors)")
    }
}
