import ClusterTesting
import Foundation
import SparkConnect
import Testing

extension SparkServerTests {
    @Suite struct SparkSessionTests {
        @Test func `shuffles have as many tasks as they are told, or as the server was told`() throws {
            let keys = ["spark.sql.shuffle.partitions", "spark.databricks.delta.snapshotPartitions"]
            try withSession { session in
                func settings() throws -> [String?] { try keys.map { try session.configuration($0) } }
                let own = try session.configuration(keys[0])
                try session.configureShuffles(partitions: 0, tag: nil)
                // The server of the tests works in its own process and was told of the first one only.
                let parts = try session.query(
                    "SELECT DISTINCT spark_partition_id() FROM range(0, 100000)", tag: nil, timeout: nil
                ).rows()
                #expect(try settings() == [own, String(parts.count)] && own != "200")
                try session.configureShuffles(partitions: 7, tag: nil)
                #expect(try settings() == ["7", "7"])
                try session.configureShuffles(partitions: 0, tag: nil)
                #expect(try settings() == ["7", "7"])
            }
        }

        @Test func `a session has the server's version and settings of its own`() throws {
            try withSession { session in
                #expect(try session.version(timeout: .seconds(60)).hasPrefix("4."))
                try session.configure([("spark.sql.session.timeZone", "Asia/Tokyo"), ("souk.test", "a=b")])
                #expect(try session.configuration("spark.sql.session.timeZone") == "Asia/Tokyo")
                #expect(try session.configuration("souk.test") == "a=b")
                #expect(try session.configuration("souk.absent") == nil)
            }
            let ofAnother = try withSession { try $0.configuration("souk.test") }
            #expect(ofAnother == nil)
        }

        @Test func `statements change tables, and views name queries`() throws {
            try withSession { session in
                let table = "t\(UUID().uuidString.prefix(8))"
                let path = try Cluster.spark.get().warehouse.appending(path: table).path
                for sql in [
                    "CREATE TABLE \(table) (x INT) USING delta LOCATION '\(path)'",
                    "INSERT INTO \(table) VALUES (1), (2)",
                ] {
                    _ = try session.execute(sql, tag: nil, timeout: .seconds(120)).rows()
                }
                try session.write("SELECT 39 AS x", format: "delta", path: path, options: [:], timeout: .seconds(120))
                try session.createView("doubled", of: "SELECT 2 * x AS y FROM \(table)")
                try session.createView("files", of: SparkSource(format: "delta", paths: [path]))
                let sum = "SELECT sum(y), (SELECT count(*) FROM files) FROM doubled"
                #expect(
                    try session.query(sum, tag: nil, timeout: .seconds(120)).rows() == [[.integer(84), .integer(3)]])
                #expect(
                    try session.execute(sum, tag: nil, timeout: .seconds(120)).rows() == [[.integer(84), .integer(3)]])
                #expect(try session.explain(sum).contains("Physical Plan"))
            }
        }

        @Test(arguments: [
            ("SELECT * FROM absent", "TABLE_OR_VIEW_NOT_FOUND", "42P01"), ("SELEC 1", "PARSE_SYNTAX_ERROR", "42601"),
            ("SELECT 1 / (id - id) FROM range(1)", "DIVIDE_BY_ZERO", "22012"),
            ("SELECT raise_error('boom')", "USER_RAISED_EXCEPTION", "P0001"),
        ])
        func `an error has Spark's class and SQL state`(sql: String, errorClass: String, state: String) throws {
            try withSession { session in
                try session.configure([("spark.sql.ansi.enabled", "true")])
                let error = try failure { _ = try session.query(sql, tag: nil, timeout: .seconds(60)).rows() }
                #expect(error.code == .failed)
                #expect(error.errorClass == errorClass)
                #expect(error.sqlState == state)
                #expect(error.exceptionClass?.hasPrefix("org.apache.spark.") == true)
                #expect(!error.isTransient)
                #expect(!error.description.contains("\tat "))
            }
        }

        @Test func `a long message comes whole`() throws {
            try withSession { session in
                let error = try failure {
                    _ = try session.query("SELECT raise_error(repeat('x', 20000))", tag: nil, timeout: .seconds(60))
                        .rows()
                }
                #expect(error.message.contains(String(repeating: "x", count: 20_000)))
            }
        }

        @Test func `a time limit ends the work on the server`() throws {
            try withSession { session in
                let error = try failure {
                    _ = try session.query(endless, tag: "limited", timeout: .seconds(3)).rows()
                }
                #expect(error.code == .timedOut)
                #expect(error.isTransient)
                try waitForJobs(of: session, toRun: false)
            }
        }

        @Test func `a result that is dropped ends the work on the server`() throws {
            try withSession { session in
                var result: SparkResult? = try session.query(endless, tag: "dropped", timeout: nil)
                #expect(result?.columns.count == 1)
                result = nil
                try waitForJobs(of: session, toRun: false)
            }
        }

        @Test func `an interrupt ends what runs under its tag`() throws {
            try withSession { session in
                let result = try session.query(endless, tag: "marked", timeout: .seconds(120))
                // Spark loses an interrupt that comes before the first job.
                try waitForJobs(of: session, toRun: true)
                try session.interrupt(tag: "marked")
                #expect(try failure { _ = try result.rows() }.code == .interrupted)
                #expect(try session.query("SELECT 1", tag: "other", timeout: .seconds(60)).rows() == [[.integer(1)]])
            }
        }

        @Test func `a session that has ended is lost`() throws {
            let session = try withSession { session in
                _ = try session.query("SELECT 1", tag: nil, timeout: .seconds(60)).rows()
                return session
            }
            #expect(
                try failure { _ = try session.query("SELECT 1", tag: nil, timeout: .seconds(60)) }.code == .sessionLost)
        }

        /// What no server finishes while a test waits.
        private let endless = "SELECT count(*) FROM range(1000000000000) WHERE sqrt(id) % 3 = 1"

        /// Waits until Spark's pages show a running job of a session, or none.
        private func waitForJobs(of session: SparkSession, toRun: Bool) throws {
            let pages = "http://127.0.0.1:\(try Cluster.spark.get().pagesPort)/api/v1/applications"
            let list = try Data(contentsOf: #require(URL(string: pages)))
            let application = try #require(JSONDecoder().decode([Application].self, from: list).first)
            let jobs = try #require(URL(string: "\(pages)/\(application.id)/jobs?status=running"))
            let deadline = Date(timeIntervalSinceNow: 30)
            var running: [Job] = []
            repeat {
                running = try JSONDecoder().decode([Job].self, from: Data(contentsOf: jobs))
                    .filter { job in job.jobTags.contains { $0.contains(session.id) } }
            } while running.isEmpty == toRun && Date() < deadline
            #expect(running.isEmpty != toRun)
        }

        private struct Application: Decodable {
            var id: String
        }

        private struct Job: Decodable {
            var jobTags: [String]
        }
    }
}
