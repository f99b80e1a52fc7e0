public import Commerce

/// The result of one window for one key, as a row of `windows`. Amounts are in minor units.
public struct WindowRow: Sendable, Hashable {
    /// Where the window begins.
    public var windowStart: Timestamp
    /// Where it ends, itself not included.
    public var windowEnd: Timestamp
    /// What the key is: `category`, `city`, `payment_method` or `all`.
    public var dimension: String
    /// The key.
    public var key: String
    /// The sum of the amounts.
    public var totalRevenue: Int64
    /// Revenue ÷ count, rounded half away from zero.
    public var averageTransaction: Int64
    /// How many transactions.
    public var transactionCount: Int64
    /// How many articles.
    public var quantity: Int64
    /// The largest amount.
    public var maximumAmount: Int64
    /// 0 when the window closes, and one more for each late change.
    public var revision: Int32

    /// A row from its columns.
    public init(
        windowStart: Timestamp, windowEnd: Timestamp, dimension: String, key: String, totalRevenue: Int64,
        averageTransaction: Int64, transactionCount: Int64, quantity: Int64, maximumAmount: Int64, revision: Int32
    ) {
        self.windowStart = windowStart
        self.windowEnd = windowEnd
        self.dimension = dimension
        self.key = key
        self.totalRevenue = totalRevenue
        self.averageTransaction = averageTransaction
        self.transactionCount = transactionCount
        self.quantity = quantity
        self.maximumAmount = maximumAmount
        self.revision = revision
    }
}
