import Commerce
import Lake
import Streaming
import Windowing

/// Reads a lake's transactions back by means of the tables themselves, and sorts and sums them in memory.
struct TableHistory: TransactionHistory {
    let fileSystem: any FileSystem

    func replay(_ body: (Int32, Int64, Transaction) throws -> Void) throws {
        guard let lake = try TransactionLake.open(on: fileSystem) else { return }
        var rows: [(partition: Int32, offset: Int64, transaction: Transaction)] = []
        try TransactionsTable.forEachBatch(
            of: lake.transactions.snapshot.sortedFiles, on: fileSystem, currency: .moroccanDirham
        ) { batch in
            for row in 0..<batch.count {
                rows.append((batch.partition, batch.offsets[row], batch.transaction(at: row)))
            }
        }
        rows.sort { ($0.partition, $0.offset) < ($1.partition, $1.offset) }
        for row in rows { try body(row.partition, row.offset, row.transaction) }
    }

    func differences(
        in windows: StaleWindows, cancellation: Cancellation, _ body: (Windowing.WindowRow) throws -> Void
    ) throws {
        guard let lake = try TransactionLake.open(on: fileSystem) else { return }
        var expected = LakeContent()
        let starts = Set(windows.starts)
        try replay { _, _, sale in
            let start = sale.timestamp.microseconds / windows.size * windows.size
            if starts.contains(start) { expected.add(sale, start: start) }
        }
        var written: [LakeContent.WindowKey: Lake.WindowRow] = [:]
        try WindowsTable.forEachBatch(of: lake.windows.snapshot.sortedFiles, on: fileSystem, currency: .moroccanDirham)
        { rows in
            for row in rows {
                let key = LakeContent.WindowKey(
                    start: row.windowStart.microseconds, dimension: row.dimension, key: row.key)
                if row.revision >= written[key]?.revision ?? 0 { written[key] = row }
            }
        }
        let keys = expected.windows.keys.sorted { ($0.start, $0.dimension, $0.key) < ($1.start, $1.dimension, $1.key) }
        for key in keys {
            try cancellation.check()
            guard let values = expected.windows[key], values != written[key].map(LakeContent.WindowValues.init) else {
                continue
            }
            try body(
                Windowing.WindowRow(
                    windowStart: key.start, windowEnd: key.start + windows.size,
                    dimension: Dimension(name: key.dimension) ?? .all, key: key.key, totalRevenue: values.revenue,
                    average: values.average, numTransactions: values.count, quantity: values.quantity,
                    maximumAmount: values.maximum, revision: (written[key]?.revision ?? -1) + 1))
        }
    }
}

/// For runs that must neither need to rebuild a state nor make a window stale.
struct NoHistory: TransactionHistory {
    struct Needed: Error {}

    func replay(_ body: (Int32, Int64, Transaction) throws -> Void) throws {
        throw Needed()
    }

    func differences(
        in windows: StaleWindows, cancellation: Cancellation, _ body: (Windowing.WindowRow) throws -> Void
    ) throws {
        throw Needed()
    }
}
