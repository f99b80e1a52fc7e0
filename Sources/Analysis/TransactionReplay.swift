public import Commerce

/// All transactions of a lake in the order of its log.
public struct TransactionReplay {
    private let database: LakeDatabase

    /// A replay of an open lake.
    public init(database: LakeDatabase) {
        self.database = database
    }

    /// Hands over every transaction, by partition and then by offset, ascending.
    ///
    /// - Throws: `AnalysisError`, and what `body` throws.
    public func forEach(
        _ body: (_ partition: Int32, _ offset: Int64, _ transaction: Transaction) throws -> Void
    ) throws {
        try database.run("reading the transactions back") {
            let rows = try database.rows(
                of: """
                    SELECT _partition, _offset, transaction_id, user_id, city, category, amount, quantity, payment_method,
                        timestamp
                    FROM transactions ORDER BY _partition, _offset
                    """)
            while let row = try rows.next() {
                try body(Int32(row.int64(0)), row.int64(1), transaction(row))
            }
        }
    }

    private func transaction(_ row: ResultRow) -> Transaction {
        Transaction(
            transactionID: row.text(2), userID: row.text(3), city: row.text(4), category: row.text(5),
            amount: Int64(row.minorUnits(6)), quantity: Int32(row.integer(7)), paymentMethod: row.text(8),
            timestamp: Timestamp(microseconds: row.microseconds(9)))
    }
}
