import Analysis
import Commerce
import Foundation
import Lake
import Streaming
import Windowing

/// What a lake's committed rows say, asked of DuckDB: it sorts and sums on disk if need be, whoever has rewritten the files.
struct LakeHistory: TransactionHistory {
    let place: LakePlace

    func replay(_ body: (Int32, Int64, Transaction) throws -> Void) throws {
        let database = try database(of: try LakeReading(place))
        try TransactionReplay(database: database).forEach(body)
    }

    func differences(
        in windows: StaleWindows, cancellation: Cancellation, _ body: (Windowing.WindowRow) throws -> Void
    ) throws {
        let database = try database(of: try StaleFiles(reading: LakeReading(place), windows: windows.ranges))
        cancellation.onCancel { [interruption = database.cancellation] in interruption.cancel() }
        let reconciliation = WindowReconciliation(database: database, windowSize: windows.size)
        try reconciliation.forEach(in: windows.ranges) { correction in
            try body(try Windowing.WindowRow(correction, windowSize: windows.size))
        }
    }

    private func database(of source: any TableSource) throws -> LakeDatabase {
        let spill = FileManager.default.temporaryDirectory.appendingPathComponent("souk-\(Identities.uuid())").path
        return try LakeDatabase(source: source, limits: LakeDatabase.Limits(spillDirectory: spill))
    }
}

/// The files of a lake that may hold rows of stale windows: as a rule few, although a lake has thousands.
private struct StaleFiles: TableSource {
    let reading: LakeReading
    let windows: [Range<Int64>]

    var currency: Currency { reading.currency }

    func files(of table: LakeTable) throws -> [String] {
        switch table {
        case .transactions: try reading.files(of: table) { mayHoldWindows($0, "timestamp") }
        case .windows: try reading.files(of: table) { mayHoldWindows($0, "window_start") }
        case .rejected: []
        }
    }

    private func mayHoldWindows(_ file: AddFile, _ column: String) -> Bool {
        guard let times = file.times(of: column) else { return true }
        return windows.contains { $0.lowerBound <= times.upperBound && times.lowerBound < $0.upperBound }
    }
}

extension Windowing.WindowRow {
    /// A correction as the row that a pipeline writes.
    ///
    /// - Throws: `AnalysisError` for a dimension that no window has, which no query of ours yields.
    fileprivate init(_ correction: WindowReconciliation.Correction, windowSize: Int64) throws {
        guard let dimension = Dimension(name: correction.dimension) else {
            throw AnalysisError(.tables, "a window has the unknown dimension `\(correction.dimension)`")
        }
        self.init(
            windowStart: correction.windowStart, windowEnd: correction.windowStart + windowSize, dimension: dimension,
            key: correction.key, totalRevenue: correction.revenue, average: correction.average,
            numTransactions: correction.transactions, quantity: correction.articles,
            maximumAmount: correction.largest, revision: correction.revision)
    }
}
