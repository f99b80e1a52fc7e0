internal import Commerce
internal import Lake
internal import Windowing

extension Lake.WindowRow {
    /// A result as a row of the table.
    init(_ row: Windowing.WindowRow) {
        self.init(
            windowStart: Timestamp(microseconds: row.windowStart), windowEnd: Timestamp(microseconds: row.windowEnd),
            dimension: row.dimension.name, key: row.key, totalRevenue: row.totalRevenue,
            averageTransaction: row.average, transactionCount: row.numTransactions, quantity: row.quantity,
            maximumAmount: row.maximumAmount, revision: row.revision)
    }
}

extension Windowing.WindowRow {
    /// A row of the table as a result.
    ///
    /// - Throws: `PipelineError` with code `.lakeDamaged` for a dimension that no window has.
    init(_ row: Lake.WindowRow) throws {
        guard let dimension = Dimension.allCases.first(where: { $0.name == row.dimension }) else {
            throw PipelineError(.lakeDamaged, "the table windows has a row of the unknown dimension `\(row.dimension)`")
        }
        self.init(
            windowStart: row.windowStart.microseconds, windowEnd: row.windowEnd.microseconds, dimension: dimension,
            key: row.key, totalRevenue: row.totalRevenue, average: row.averageTransaction,
            numTransactions: row.transactionCount, quantity: row.quantity, maximumAmount: row.maximumAmount,
            revision: row.revision)
    }
}
