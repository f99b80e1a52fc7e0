/// A lake: the three tables, and the directory in which a pipeline keeps its state, under one root.
///
/// The tables are values of their own; take and change them through the lake's properties. Used by one thread at a time.
public struct TransactionLake: Sendable {
    /// The directory of a pipeline's state files, which readers of the tables never look into.
    public static let stateDirectory = "_souk"
    /// The file whose lock is the right to write the lake.
    public static let lockPath = "\(stateDirectory)/lock"

    /// Where the lake lies.
    public let fileSystem: any FileSystem
    /// Every accepted sale.
    public var transactions: DeltaTable
    /// The results of closed windows.
    public var windows: DeltaTable
    /// The messages that were refused.
    public var rejected: DeltaTable

    /// Opens a lake.
    ///
    /// - Returns: nil if one of its tables is not there.
    /// - Throws: `DeltaError` if a table is damaged, can't be read by Souk, or has other columns; `FileSystemError`.
    public static func open(on fileSystem: any FileSystem) throws -> TransactionLake? {
        guard let transactions = try open(TransactionsTable.directory, TransactionsTable.schema, on: fileSystem),
            let windows = try open(WindowsTable.directory, WindowsTable.schema, on: fileSystem),
            let rejected = try open(RejectedTable.directory, RejectedTable.schema, on: fileSystem)
        else { return nil }
        return TransactionLake(
            fileSystem: fileSystem, transactions: transactions, windows: windows, rejected: rejected)
    }

    /// Opens a lake to write it, and makes the tables that are not there yet.
    ///
    /// - Parameters:
    ///   - now: the present moment, in milliseconds since the epoch.
    ///   - configuration: the table properties of a new table.
    ///   - makeIdentity: draws a UUID for a new table.
    /// - Throws: as `open`, and `FileSystemError`.
    public static func openOrCreate(
        on fileSystem: any FileSystem, now: Int64, configuration: [String: String] = [:], makeIdentity: () -> String
    ) throws -> TransactionLake {
        func table(_ directory: String, _ schema: TableSchema) throws -> DeltaTable {
            // Before anything is read: what an earlier process left may still change what the log shows.
            try fileSystem.synchronize("\(directory)/_delta_log")
            if let table = try open(directory, schema, on: fileSystem) { return table }
            return try DeltaTable.create(
                on: fileSystem, directory: directory,
                metadata: TableMetadata(
                    id: makeIdentity(), name: directory, schemaString: schema.json, createdTime: now,
                    configuration: schema.statisticsProperty.merging(configuration) { _, given in given }),
                info: CommitInfo(timestamp: now, operation: "CREATE TABLE", isBlindAppend: true))
        }
        return TransactionLake(
            fileSystem: fileSystem,
            transactions: try table(TransactionsTable.directory, TransactionsTable.schema),
            windows: try table(WindowsTable.directory, WindowsTable.schema),
            rejected: try table(RejectedTable.directory, RejectedTable.schema))
    }

    private static func open(
        _ directory: String, _ schema: TableSchema, on fileSystem: any FileSystem
    ) throws -> DeltaTable? {
        guard let table = try DeltaTable.open(on: fileSystem, directory: directory) else { return nil }
        try schema.check(table.snapshot.metadata, at: table.location)
        return table
    }
}
