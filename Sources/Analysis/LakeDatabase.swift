package import Commerce
internal import DuckDB

/// The lake's tables as SQL views in a private in-memory database: `transactions`, `windows`, `rejected`, and `final_windows`,
/// which holds the last revision of every window and key.
///
/// The list of files is taken once, so all queries see the same version. After that the database is locked: it can read the
/// lake's files and its own spill directory, and nothing else; no setting can be changed and no extension loaded.
/// Used by one thread at a time.
public final class LakeDatabase {
    /// What the database may use.
    public struct Limits: Sendable, Hashable {
        /// Bytes of memory for data; more is spilled to disk.
        public var memoryBytes: Int64
        /// Worker threads.
        public var threads: Int
        /// A directory for what doesn't fit into memory, created if need be; nil if nothing may be spilled.
        public var spillDirectory: String?

        /// Limits; 1 GiB and two threads unless told otherwise.
        public init(memoryBytes: Int64 = 1 << 30, threads: Int = 2, spillDirectory: String?) {
            precondition(memoryBytes > 0 && threads > 0, "a database needs memory and a thread")
            self.memoryBytes = memoryBytes
            self.threads = threads
            self.spillDirectory = spillDirectory
        }
    }

    /// The currency of all amounts of the lake.
    package let currency: Currency
    let connection: DuckDBConnection
    private let interrupter: DuckDBInterrupter

    /// Opens the tables that `source` describes.
    ///
    /// - Throws: `AnalysisError`, or whatever the source throws.
    public init(source: any TableSource, limits: Limits) throws {
        currency = source.currency
        var files: [LakeTable: [String]] = [:]
        for table in LakeTable.allCases {
            files[table] = try source.files(of: table)
        }
        do {
            let database = try DuckDBDatabase(settings: [
                "memory_limit": "\(limits.memoryBytes)B", "threads": String(limits.threads),
                "temp_directory": limits.spillDirectory ?? "",
            ])
            connection = try database.connect()
        } catch {
            throw AnalysisError(.database, "opening the analysis database: \(error)")
        }
        interrupter = connection.interrupter
        try useUniversalTime()
        for table in LakeTable.allCases {
            try createView(of: table, files: files[table] ?? [])
        }
        try createFinalWindows()
        try lock(files: files.values.flatMap { $0 })
    }

    /// Stops the running query, report or verification from any thread and refuses later ones; each then throws an
    /// `AnalysisError` with the code `.interrupted`.
    public var cancellation: Cancellation {
        Cancellation(interrupter: interrupter)
    }

    /// The right to stop the work of a database from another thread.
    public struct Cancellation: Sendable {
        let interrupter: DuckDBInterrupter

        /// Stops the work.
        public func cancel() {
            interrupter.interrupt()
        }
    }

    /// The session's zone would be the machine's, and the same query another answer on another machine.
    private func useUniversalTime() throws {
        do {
            try connection.execute("SET TimeZone = 'UTC'")
        } catch {
            throw AnalysisError(
                .database,
                "preparing time zones: \(error). DuckDB must be built with its extension icu, as Souk's own is.")
        }
    }

    private func createView(of table: LakeTable, files: [String]) throws {
        do {
            try connection.execute(table.viewDefinition(files: files, currency: currency))
        } catch {
            throw AnalysisError(
                .tables,
                "reading the table \(table.rawValue), \(files.count) files such as \(files.first ?? "none"): \(error). "
                    + "Its files must hold the columns \(table.columnNames.joined(separator: ", ")).")
        }
    }

    private func createFinalWindows() throws {
        try run("preparing the view final_windows") {
            try connection.execute(
                """
                CREATE VIEW final_windows AS SELECT * FROM windows
                QUALIFY row_number() OVER (PARTITION BY window_start, dimension, key ORDER BY revision DESC) = 1
                """)
        }
    }

    private func lock(files: [String]) throws {
        try run("locking the analysis database") {
            let paths = files.map(quoted(text:)).joined(separator: ",")
            try connection.execute("SET allowed_paths = [\(paths)]")
            try connection.execute("SET enable_external_access = false")
            try connection.execute("SET lock_configuration = true")
        }
    }

    /// Does something with the database; its errors become `AnalysisError`.
    package func run<Result>(_ activity: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as DuckDBError {
            throw AnalysisError(of: error, activity: activity)
        }
    }
}
