import Analysis
import Commerce
import Foundation
import Lake

/// A lake that a command only reads, at the versions that its tables had when it was opened.
struct LakeReading: TableSource {
    let place: LakePlace
    private(set) var lake: TransactionLake

    /// The lake's own currency.
    var currency: Currency { lake.currency }

    /// Opens a lake.
    ///
    /// - Throws: `CommandError` with exit code 12 if there is none; `FileSystemError`, `DeltaError`.
    init(_ place: LakePlace) throws {
        self.place = place
        guard let lake = try TransactionLake.open(on: place.fileSystem) else {
            throw CommandError(
                "there is no lake at \(place.url.argument)",
                hints: ["fill one with: souk run --from log:DIR --lake \(place.url.argument) --until-end"],
                exitCode: .lakeUnreachable)
        }
        self.lake = lake
    }

    /// Goes on to the versions that the tables have now.
    mutating func update() throws {
        try lake.transactions.update()
        try lake.windows.update()
        try lake.rejected.update()
    }

    /// Whether a pipeline has the right to write the lake now.
    func isBeingWritten() throws -> Bool {
        do {
            try place.fileSystem.lock(TransactionLake.lockPath).unlock()
            return false
        } catch let error as FileSystemError {
            guard error.code == .locked || error.code == .notPermitted else { throw error }
            return true
        }
    }

    /// Says that a currency that was configured is not the lake's, and so is not used.
    func checkCurrency(_ configuration: Configuration, _ console: Console) {
        let configured: Currency = configuration[.currency]
        guard configuration.isSet(ConfigurationKey<Currency>.currency), configured != currency else { return }
        let source = configuration.source(of: ConfigurationKey<Currency>.currency.entry)
        console.say(
            "the lake at \(place.url.argument) is in \(currency.code), which is what is shown; shop.currency = \(configured.code) "
                + "(\(source)) is not used", .warning)
    }

    /// The local paths of a table's data files.
    func files(of table: LakeTable) throws -> [String] { try files(of: table) { _ in true } }

    /// The local paths of those data files of a table that are wanted.
    func files(of table: LakeTable, where isWanted: (AddFile) -> Bool) throws -> [String] {
        let table = delta(table)
        let files = table.snapshot.sortedFiles.filter(isWanted)
        return try place.fileSystem.localCopies(of: files.map { "\(table.directory)/\($0.path)" })
    }

    /// Opens the lake for SQL.
    func database(_ context: CommandContext) throws -> LakeDatabase {
        let spill = FileManager.default.temporaryDirectory.appendingPathComponent("souk-\(Identities.uuid())").path
        try place.fetch(on: context.console) {
            for table in LakeTable.allCases { _ = try files(of: table) }
        }
        let database = try LakeDatabase(source: self, limits: LakeDatabase.Limits(spillDirectory: spill))
        context.signals.onFirstSignal { [cancellation = database.cancellation] _ in cancellation.cancel() }
        return database
    }

    private func delta(_ table: LakeTable) -> DeltaTable {
        switch table {
        case .transactions: lake.transactions
        case .windows: lake.windows
        case .rejected: lake.rejected
        }
    }
}
