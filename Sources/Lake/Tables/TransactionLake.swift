public import Commerce

/// A lake: the three tables, and the directory in which a pipeline keeps its state, under one root.
///
/// The tables are values of their own; take and change them through the lake's properties. Used by one thread at a time.
public struct TransactionLake: Sendable {
    /// The directory of a pipeline's state files, which readers of the tables never look into.
    public static let stateDirectory = "_souk"
    /// The file whose lock is the right to write the lake.
    public static let lockPath = "\(stateDirectory)/lock"

    /// The property of its tables that remembers a lake's currency.
    public static let currencyProperty = "souk.currency"

    /// Where the lake lies.
    public let fileSystem: any FileSystem
    /// The currency of all amounts, which the lake was made with and keeps.
    public let currency: Currency
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
        guard let transactions = try DeltaTable.open(on: fileSystem, directory: TransactionsTable.directory),
            let windows = try DeltaTable.open(on: fileSystem, directory: WindowsTable.directory),
            let rejected = try DeltaTable.open(on: fileSystem, directory: RejectedTable.directory)
        else { return nil }
        return try TransactionLake(on: fileSystem, transactions, windows, rejected)
    }

    private init(
        on fileSystem: any FileSystem, _ transactions: DeltaTable, _ windows: DeltaTable, _ rejected: DeltaTable
    ) throws {
        self.fileSystem = fileSystem
        self.transactions = transactions
        self.windows = windows
        self.rejected = rejected
        currency = try Self.currency(of: transactions)
        try TransactionsTable.schema(in: currency).check(transactions.snapshot.metadata, at: transactions.location)
        try WindowsTable.schema(in: currency).check(windows.snapshot.metadata, at: windows.location)
        try RejectedTable.schema.check(rejected.snapshot.metadata, at: rejected.location)
    }

    /// The currency that a table remembers. Tables from before they remembered one are in dirhams.
    private static func currency(of table: DeltaTable) throws(DeltaError) -> Currency {
        guard let code = table.snapshot.metadata.configuration[currencyProperty] else { return .moroccanDirham }
        guard let currency = Currency(code: code) else {
            throw DeltaError(
                .schemaMismatch,
                "\(table.location) says that its amounts are in \"\(code)\" (\(currencyProperty)), which is no currency of ISO 4217."
            )
        }
        return currency
    }

    /// Opens a lake to write it, and makes the tables that are not there yet.
    ///
    /// - Parameters:
    ///   - now: the present moment, in milliseconds since the epoch.
    ///   - currency: the currency of a new lake; one that is there keeps its own.
    ///   - configuration: the table properties of a new table.
    ///   - makeIdentity: draws a UUID for a new table.
    /// - Throws: as `open`, and `FileSystemError`.
    public static func openOrCreate(
        on fileSystem: any FileSystem, now: Int64, currency: Currency,
        configuration: [String: String] = [:], makeIdentity: () -> String
    ) throws -> TransactionLake {
        var currency = currency
        func table(_ directory: String, _ schema: TableSchema) throws -> DeltaTable {
            // Before anything is read: what an earlier process left may still change what the log shows.
            try fileSystem.synchronize("\(directory)/_delta_log")
            if let table = try DeltaTable.open(on: fileSystem, directory: directory) { return table }
            var properties = schema.statisticsProperty
            properties[currencyProperty] = currency.code
            return try DeltaTable.create(
                on: fileSystem, directory: directory,
                metadata: TableMetadata(
                    id: makeIdentity(), name: directory, schemaString: schema.json, createdTime: now,
                    configuration: properties.merging(configuration) { _, given in given }),
                info: CommitInfo(timestamp: now, operation: "CREATE TABLE", isBlindAppend: true))
        }
        let transactions = try table(TransactionsTable.directory, TransactionsTable.schema(in: currency))
        currency = try Self.currency(of: transactions)
        return try TransactionLake(
            on: fileSystem, transactions, try table(WindowsTable.directory, WindowsTable.schema(in: currency)),
            try table(RejectedTable.directory, RejectedTable.schema))
    }
}
