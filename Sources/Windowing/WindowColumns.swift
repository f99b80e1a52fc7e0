internal import Commerce

/// The columns of a batch that windows are made of, fetched once per call.
struct WindowColumns {
    /// Consecutive rows that fall into one window.
    struct Run {
        var rows: Range<Int>
        var largestEventTime: Int64
    }

    let timestamps: [Int64]
    let amounts: [Int64]
    let quantities: [Int32]
    let categoryIDs: [UInt32]
    let cityIDs: [UInt32]
    let paymentMethodIDs: [UInt32]

    init(_ batch: borrowing TransactionBatch) {
        timestamps = batch.timestamps
        amounts = batch.amounts
        quantities = batch.quantities
        categoryIDs = batch.categoryIDs
        cityIDs = batch.cityIDs
        paymentMethodIDs = batch.paymentMethodIDs
    }

    /// The longest run that begins with a row of the window from `start` to `end`.
    func run(from first: Int, to limit: Int, start: Int64, end: Int64) -> Run {
        let timestamps = timestamps.span
        var largest = timestamps[first]
        var row = first + 1
        while row < limit {
            let timestamp = timestamps[row]
            guard timestamp >= start, timestamp < end else { break }
            largest = max(largest, timestamp)
            row += 1
        }
        return Run(rows: first..<row, largestEventTime: largest)
    }

    /// The ids of a dimension; that of all has none.
    func ids(of dimension: Dimension) -> [UInt32] {
        switch dimension {
        case .category: categoryIDs
        case .city: cityIDs
        case .paymentMethod: paymentMethodIDs
        case .all: []
        }
    }
}
