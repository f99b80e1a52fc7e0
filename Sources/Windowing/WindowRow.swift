/// One row of the lake's table `windows`: the result of one window and key, as it stood when it was written.
///
/// The row with the highest revision is the valid one.
public struct WindowRow: Sendable, Hashable {
    /// When the window begins, in microseconds since the epoch.
    public var windowStart: Int64
    /// When it ends, exclusive, in microseconds since the epoch.
    public var windowEnd: Int64
    /// What the key is a value of.
    public var dimension: Dimension
    /// The category, city or payment method, or `all`.
    public var key: String
    /// Revenue in minor units.
    public var totalRevenue: Int64
    /// Revenue ÷ transactions in minor units, rounded half away from zero.
    public var average: Int64
    /// How many transactions.
    public var numTransactions: Int64
    /// How many articles.
    public var quantity: Int64
    /// The largest amount in minor units.
    public var maximumAmount: Int64
    /// 0 for the first row of this window and key, and one more for each row after it.
    public var revision: Int32

    /// A row from its values.
    public init(
        windowStart: Int64, windowEnd: Int64, dimension: Dimension, key: String, totalRevenue: Int64, average: Int64,
        numTransactions: Int64, quantity: Int64, maximumAmount: Int64, revision: Int32
    ) {
        self.windowStart = windowStart
        self.windowEnd = windowEnd
        self.dimension = dimension
        self.key = key
        self.totalRevenue = totalRevenue
        self.average = average
        self.numTransactions = numTransactions
        self.quantity = quantity
        self.maximumAmount = maximumAmount
        self.revision = revision
    }
}
