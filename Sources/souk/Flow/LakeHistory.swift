import Analysis
import Commerce
import Foundation
import Lake
import Streaming

/// Reads a lake's transactions back in the order of the log. DuckDB sorts them, on disk if need be, so the files may have
/// been rewritten by anybody.
struct LakeHistory: TransactionHistory {
    let place: LakePlace

    func replay(_ body: (Int32, Int64, Transaction) throws -> Void) throws {
        let spill = FileManager.default.temporaryDirectory.appendingPathComponent("souk-\(Identities.uuid())").path
        let database = try LakeDatabase(
            source: try LakeReading(place), limits: LakeDatabase.Limits(spillDirectory: spill))
        try TransactionReplay(database: database).forEach(body)
    }
}
