internal import Commerce
internal import Parquet

/// The columns of transactions that were read together.
struct TransactionRows {
    let partitions: [Int32]
    private let offsets: [Int64]
    private let transactionIDs: ParquetTexts
    private let userIDs: ParquetTexts
    private let cities: ParquetTexts
    private let categories: ParquetTexts
    private let amounts: [Int64]
    private let quantities: [Int32]
    private let paymentMethods: ParquetTexts
    private let timestamps: [Int64]

    init(_ batch: ParquetBatch) throws(ParquetError) {
        partitions = try batch.smallIntegers("_partition")
        offsets = try batch.integers("_offset")
        transactionIDs = try batch.texts("transaction_id")
        userIDs = try batch.texts("user_id")
        cities = try batch.texts("city")
        categories = try batch.texts("category")
        amounts = try batch.decimals("amount", scale: 2)
        quantities = try batch.smallIntegers("quantity")
        paymentMethods = try batch.texts("payment_method")
        timestamps = try batch.integers("timestamp")
    }

    /// The rows, cut where the partition changes.
    var partitionRuns: [Range<Int>] {
        var runs: [Range<Int>] = []
        var start = 0
        for row in partitions.indices where row > start && partitions[row] != partitions[start] {
            runs.append(start..<row)
            start = row
        }
        if start < partitions.count { runs.append(start..<partitions.count) }
        return runs
    }

    /// Appends rows to a batch of their partition.
    func append(_ rows: Range<Int>, to batch: inout TransactionBatch) {
        for row in rows {
            batch.append(
                offset: offsets[row], transactionID: transactionIDs.rawSpan(at: row), userID: userIDs.rawSpan(at: row),
                city: cities.rawSpan(at: row), category: categories.rawSpan(at: row), amount: amounts[row],
                quantity: quantities[row], paymentMethod: paymentMethods.rawSpan(at: row),
                timestamp: Timestamp(microseconds: timestamps[row]))
        }
    }
}

extension ParquetTexts {
    /// The bytes of a text, lent.
    @_lifetime(borrow self)
    fileprivate func rawSpan(at index: Int) -> RawSpan {
        bytes.rawSpan.extracting(range(at: index))
    }
}
