/// Revenue and counts of some transactions. A sum beyond `Int64` stays at its greatest value: a figure on a page must not
/// stop the pipeline, and the windows, which are exact, refuse it anyway.
struct LiveTotals: Sendable, Equatable {
    var revenue: Int64 = 0
    var transactions: Int64 = 0
    var quantity: Int64 = 0

    @inline(__always)
    mutating func add(amount: Int64, quantity: Int32) {
        revenue = Self.saturatingSum(revenue, amount)
        transactions &+= 1
        self.quantity = Self.saturatingSum(self.quantity, Int64(quantity))
    }

    mutating func merge(_ other: LiveTotals) {
        revenue = Self.saturatingSum(revenue, other.revenue)
        transactions = Self.saturatingSum(transactions, other.transactions)
        quantity = Self.saturatingSum(quantity, other.quantity)
    }

    @inline(__always)
    private static func saturatingSum(_ left: Int64, _ right: Int64) -> Int64 {
        let (sum, overflows) = left.addingReportingOverflow(right)
        return overflows ? .max : sum
    }
}
