/// The sums over the transactions of one window and key; the order in which they are added and merged does not matter.
public struct WindowTotals: Sendable, Hashable {
    /// The greatest revenue that the lake's DECIMAL(18,2) holds, in minor units.
    public static let maximumRevenue: Int64 = 999_999_999_999_999_999

    /// Revenue in minor units.
    public var revenue: Int64 = 0
    /// How many transactions.
    public var transactions: Int64 = 0
    /// How many articles.
    public var quantity: Int64 = 0
    /// The largest amount in minor units; 0 while there is none.
    public var maximumAmount: Int64 = 0

    /// No transactions.
    public init() {}

    /// Counts one transaction: its amount in minor units, more than 0 as a batch's amounts are, and its articles.
    ///
    /// A sum beyond `Int64` traps. A lane can't get there: `PartialWindows` puts sums aside long before.
    @inline(__always)
    public mutating func add(amount: Int64, quantity: Int32) {
        revenue += amount
        transactions += 1
        self.quantity += Int64(quantity)
        maximumAmount = max(maximumAmount, amount)
    }

    /// Adds what others have counted.
    ///
    /// - Throws: `WindowingError` with code `.totalOutOfRange`, and leaves the totals as they are, if the revenue would be
    ///   more than `maximumRevenue` or a count more than `Int64` holds.
    public mutating func merge(_ other: WindowTotals) throws(WindowingError) {
        let (revenue, revenueOverflows) = self.revenue.addingReportingOverflow(other.revenue)
        let (transactions, transactionsOverflow) = self.transactions.addingReportingOverflow(other.transactions)
        let (quantity, quantityOverflows) = self.quantity.addingReportingOverflow(other.quantity)
        guard !revenueOverflows, !transactionsOverflow, !quantityOverflows, revenue <= Self.maximumRevenue else {
            throw WindowingError(
                .totalOutOfRange,
                "the totals of \(self.transactions) and \(other.transactions) transactions add up to more than "
                    + "\(Self.maximumRevenue) minor units or \(Int64.max) articles; look for senseless amounts in the log, "
                    + "or use shorter windows")
        }
        self.revenue = revenue
        self.transactions = transactions
        self.quantity = quantity
        maximumAmount = max(maximumAmount, other.maximumAmount)
    }
}
