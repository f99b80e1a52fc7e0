internal import Commerce
internal import Parquet

/// The columns of transactions that were read together.
struct TransactionRows {
    private let partitions: [Int32]
    private let offsets: [Int64]
    private let transactionIDs: ParquetTexts
    private let userIDs: ParquetTexts
    private let cities: ParquetTexts
    private let categories: ParquetTexts
    private let amounts: [Int64]
    private let quantities: [Int32]
    private let paymentMethods: ParquetTexts
    private let timestamps: [Int64]

    init(_ batch: ParquetBatch, currency: Currency) throws(ParquetError) {
        partitions = try batch.smallIntegers("_partition")
        offsets = try batch.integers("_offset")
        transactionIDs = try batch.texts("transaction_id")
        userIDs = try batch.texts("user_id")
        cities = try batch.texts("city")
        categories = try batch.texts("category")
        amounts = try batch.decimals("amount", scale: currency.minorUnitDigits)
        quantities = try batch.smallIntegers("quantity")
        paymentMethods = try batch.texts("payment_method")
        timestamps = try batch.integers("timestamp")
    }

    /// Which rows each partition has, the partitions in the order of their first rows.
    ///
    /// - Parameter ranges: the offsets that are wanted, by partition; nil for all.
    func placesByPartition(in ranges: [Int32: Range<Int64>]?) -> [(partition: Int32, places: [Int])] {
        var result: [(partition: Int32, places: [Int])] = []
        var positions: [Int32: Int] = [:]
        for (row, partition) in partitions.enumerated() {
            if let ranges, ranges[partition]?.contains(offsets[row]) != true { continue }
            if let last = result.indices.last, result[last].partition == partition {
                result[last].places.append(row)
            } else if let position = positions[partition] {
                result[position].places.append(row)
            } else {
                positions[partition] = result.count
                result.append((partition, [row]))
            }
        }
        return result
    }

    /// Appends rows to a batch of their partition.
    func append(_ places: [Int], to batch: inout TransactionBatch) {
        for row in places {
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
