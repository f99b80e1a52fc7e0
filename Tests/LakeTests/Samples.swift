import Commerce
import Lake
import LakeTesting

/// Rows drawn from a seed, and how the oracles describe them.
enum Samples {
    static let now: Int64 = 1_767_225_600_000

    static func transactions(_ count: Int, seed: UInt64) -> [Transaction] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { index in
            Transaction(
                transactionID: "tx-\(seed)-\(index)-é\(UInt16.random(in: 0...999, using: &generator))",
                userID: "user-\(UInt32.random(in: 0...500, using: &generator))",
                city: ["Casablanca", "Fès", "مراكش", ""].randomElement(using: &generator) ?? "",
                category: "category \(Int.random(in: 0...7, using: &generator))",
                amount: Int64.random(in: 1...999_999_999_999, using: &generator),
                quantity: Int32.random(in: 1...Int32.max, using: &generator),
                paymentMethod: ["cash", "card"].randomElement(using: &generator) ?? "",
                timestamp: Timestamp(microseconds: Int64.random(in: 0...7_258_118_399_999_999, using: &generator)))
        }
    }

    static func batch(partition: Int32, firstOffset: Int64, _ transactions: [Transaction]) -> TransactionBatch {
        var batch = TransactionBatch(partition: partition)
        for (index, transaction) in transactions.enumerated() {
            batch.append(transaction, offset: firstOffset + Int64(index))
        }
        return batch
    }

    /// A row as the Python scripts describe it.
    static func line(_ partition: Int32, _ offset: Int64, _ transaction: Transaction) -> String {
        [
            String(partition), String(offset), transaction.transactionID, transaction.userID, transaction.city,
            transaction.category, decimal(transaction.amount), String(transaction.quantity),
            transaction.paymentMethod, String(transaction.timestamp.microseconds),
        ].joined(separator: "|")
    }

    static func decimal(_ minorUnits: Int64) -> String {
        let fraction = String(minorUnits % 100)
        return "\(minorUnits / 100).\(fraction.count == 1 ? "0" : "")\(fraction)"
    }

    static func windows(_ count: Int) -> [WindowRow] {
        (0..<count).map { index in
            let start = Int64(index / 4) * 60_000_000
            let revenue = Int64(index) * 1_000_003
            return WindowRow(
                windowStart: Timestamp(microseconds: start), windowEnd: Timestamp(microseconds: start + 60_000_000),
                dimension: "category", key: "clé \(index % 4)", totalRevenue: revenue,
                averageTransaction: Money.average(minorUnits: revenue, count: Int64(index + 1)),
                transactionCount: Int64(index + 1), quantity: Int64(index) << 33, maximumAmount: revenue / 2,
                revision: Int32(index % 3))
        }
    }

    static func rejections(_ count: Int) -> [RejectedRow] {
        (0..<count).map { index in
            RejectedRow(
                Rejection(
                    offset: Int64(index) * 7,
                    reason: Rejection.Reason.allCases[index % Rejection.Reason.allCases.count],
                    detail: "détail \(index)", payload: (0..<index % 50).map { UInt8(truncatingIfNeeded: $0 * 37) }),
                partition: Int32(index % 3), rejectedAt: Timestamp(microseconds: now * 1000 + Int64(index)))
        }
    }

    /// Writes a file of transactions and answers the action that adds it.
    static func addTransactions(
        _ transactions: [Transaction], partition: Int32, firstOffset: Int64, unique: String,
        on fileSystem: any FileSystem
    ) throws -> AddFile {
        var writer = try TransactionFileWriter(
            on: fileSystem, partition: partition, unique: unique, currency: .moroccanDirham)
        try writer.append(batch(partition: partition, firstOffset: firstOffset, transactions))
        return try writer.finish().publish(now: now)
    }

    static func info(_ operation: String = "STREAMING UPDATE", souk: String? = nil) -> CommitInfo {
        CommitInfo(timestamp: now, operation: operation, isBlindAppend: true, souk: souk)
    }

    static func lake(on fileSystem: any FileSystem, configuration: [String: String] = [:]) throws -> TransactionLake {
        var number = 0
        return try TransactionLake.openOrCreate(
            on: fileSystem, now: now, currency: .moroccanDirham, configuration: configuration
        ) {
            number += 1
            return "00000000-0000-4000-8000-00000000000\(number)"
        }
    }

    /// All transactions of a lake as the Python scripts describe them, in the order of partition and offset.
    static func lines(_ lake: TransactionLake) throws -> [String] {
        var lines: [String] = []
        try TransactionsTable.forEachBatch(
            of: lake.transactions.snapshot.sortedFiles, on: lake.fileSystem, currency: .moroccanDirham
        ) { batch in
            for row in 0..<batch.count {
                lines.append(line(batch.partition, batch.offsets[row], batch.transaction(at: row)))
            }
        }
        return lines.sorted()
    }
}
