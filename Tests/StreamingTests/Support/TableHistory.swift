import Commerce
import Lake
import Streaming

/// Reads a lake's transactions back by means of the table itself, and sorts them in memory.
struct TableHistory: TransactionHistory {
    let fileSystem: any FileSystem

    func replay(_ body: (Int32, Int64, Transaction) throws -> Void) throws {
        guard let lake = try TransactionLake.open(on: fileSystem) else { return }
        var rows: [(partition: Int32, offset: Int64, transaction: Transaction)] = []
        try TransactionsTable.forEachBatch(of: lake.transactions.snapshot.sortedFiles, on: fileSystem) { batch in
            for row in 0..<batch.count {
                rows.append((batch.partition, batch.offsets[row], batch.transaction(at: row)))
            }
        }
        rows.sort { ($0.partition, $0.offset) < ($1.partition, $1.offset) }
        for row in rows { try body(row.partition, row.offset, row.transaction) }
    }
}

/// For runs that must not need to rebuild a state.
struct NoHistory: TransactionHistory {
    struct Needed: Error {}

    func replay(_ body: (Int32, Int64, Transaction) throws -> Void) throws {
        throw Needed()
    }
}
