package import Analysis
public import Commerce
public import SparkConnect
internal import Synchronization

/// The lake's tables as views in a session of a Spark cluster, at one version each: `transactions`, `windows`, `rejected` and
/// `final_windows`. The cluster does the work; rows come here as they are asked for.
///
/// The session reads nothing but the views and the tables of the cluster's own catalogue: paths in SQL are switched off after
/// the views have been made. Used by one thread at a time.
public final class SparkDatabase {
    private static let tag = "souk"

    /// The currency of all amounts of the lake.
    package let currency: Currency
    let session: SparkSession
    private let interruption: Interruption
    private var kept: [String] = []

    /// Opens a lake in a session that nothing else uses.
    ///
    /// - Parameters:
    ///   - tables: The three tables.
    ///   - currency: The currency of their amounts.
    ///   - timeout: How long Spark may take to answer at first.
    /// - Throws: `SparkError`.
    public init(_ session: SparkSession, tables: [SparkTable], currency: Currency, timeout: Duration) throws {
        self.session = session
        self.currency = currency
        interruption = Interruption(session)
        _ = try session.version(timeout: timeout)
        // The read-only rule goes by these: no text is replaced before it is read, and quotes mean what they mean by default.
        try session.configure([
            ("spark.sql.session.timeZone", "UTC"), ("spark.sql.ansi.enabled", "true"),
            ("spark.sql.variable.substitute", "false"), ("spark.sql.parser.escapedStringLiterals", "false"),
            ("spark.sql.ansi.doubleQuotedIdentifiers", "false"),
        ])
        try session.configureShuffles(partitions: 0, tag: Self.tag)
        for table in tables {
            try session.createView(
                table.table.rawValue,
                of: SparkSource(
                    format: "delta", options: ["versionAsOf": String(table.version)], paths: [table.path]))
        }
        let columns = LakeTable.windows.columnNames.joined(separator: ", ")
        try session.createView(
            "final_windows",
            of: """
                SELECT \(columns) FROM (
                    SELECT *, row_number() OVER (
                        PARTITION BY window_start, dimension, key ORDER BY revision DESC) AS place_from_last
                    FROM windows) placed
                WHERE place_from_last = 1
                """)
        try session.configure([("spark.sql.runSQLOnFiles", "false")])
    }

    /// Stops the running query, report or verification from any thread and refuses later ones; each then throws an
    /// `AnalysisError` with the code `.interrupted`.
    public var cancellation: Cancellation { Cancellation(interruption: interruption) }

    /// The right to stop the work of a database from another thread.
    public struct Cancellation: Sendable {
        fileprivate let interruption: Interruption

        /// Stops the work, on the cluster too.
        ///
        /// - Throws: `SparkError` if the cluster can't be told.
        public func cancel() throws { try interruption.interrupt() }
    }

    /// Gives back what the cluster kept for this database. The session can't be used for it any more.
    ///
    /// - Throws: `SparkError`.
    public func close() throws {
        for name in kept { _ = try session.execute("UNCACHE TABLE IF EXISTS \(name)", tag: nil, timeout: nil).rows() }
        kept = []
    }

    func query(_ sql: String) throws -> SparkResult {
        try interruption.check()
        return try session.query(sql, tag: Self.tag, timeout: nil)
    }

    /// What another thread may do to the work.
    fileprivate final class Interruption: Sendable {
        private let session: SparkSession
        private let isInterrupted = Atomic(false)

        init(_ session: SparkSession) {
            self.session = session
        }

        func interrupt() throws {
            isInterrupted.store(true, ordering: .releasing)
            try session.keepInterrupting(tag: SparkDatabase.tag)
        }

        func check() throws {
            guard isInterrupted.load(ordering: .acquiring) else { return }
            throw AnalysisError(.interrupted, "interrupted")
        }
    }
}

extension SparkDatabase: SQLDatabase {
    package var dialect: any SQLDialect { SparkDialect() }

    package func rows(of sql: String) throws -> any ResultRows {
        SparkRows(try query(sql))
    }

    /// The rows are kept by the cluster, in memory and on disk, until `close`.
    package func keep(_ sql: String, as name: String) throws {
        guard !kept.contains(name) else { return }
        try interruption.check()
        kept.append(name)
        _ = try session.execute(
            "CACHE TABLE \(name) OPTIONS('storageLevel' 'MEMORY_AND_DISK') AS \(sql)", tag: Self.tag, timeout: nil
        ).rows()
    }

    /// The rows go with the view's own text, as one JSON text, which Spark's parser passes over as a whole.
    package func keep(_ rows: [[Int64]], columns: [String], as name: String) throws {
        let objects = rows.map { row in
            "{" + zip(columns, row).map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
        }
        let fields = columns.map { "\($0): BIGINT" }.joined(separator: ", ")
        try session.createView(
            name, of: "SELECT inline(from_json('[\(objects.joined(separator: ","))]', 'ARRAY<STRUCT<\(fields)>>'))")
    }

    package func run<Result>(_ activity: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch {
            guard let failure = error as? SparkError else { throw error }
            switch failure.code {
            case .interrupted: throw AnalysisError(.interrupted, "\(activity): interrupted")
            case .failed: throw AnalysisError(.database, "\(activity): \(SparkMessage(failure).text)")
            case .unreachable, .unauthorized, .timedOut, .sessionLost, .protocolViolation, .unsupported: throw failure
            }
        }
    }
}
