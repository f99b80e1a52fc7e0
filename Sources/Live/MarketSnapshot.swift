public import Commerce

/// Everything that the dashboard shows, at one moment; immutable, made about four times a second.
public struct MarketSnapshot: Sendable, Equatable {
    /// Revenue and counts of one key of a dimension.
    public struct Group: Sendable, Equatable {
        /// The category, city or payment method.
        public var key: String
        /// Revenue in minor units.
        public var revenue: Int64
        /// How many transactions.
        public var transactions: Int64
        /// How many articles.
        public var quantity: Int64

        /// Of a city, the category with the highest revenue, ties by name; nil in other groups, and in a market with more than
        /// 65,536 pairs of a city and a category.
        public var topCategory: String?

        /// The totals of one key.
        public init(
            key: String, revenue: Int64, transactions: Int64, quantity: Int64, topCategory: String? = nil
        ) {
            self.key = key
            self.revenue = revenue
            self.transactions = transactions
            self.quantity = quantity
            self.topCategory = topCategory
        }

        /// Revenue ÷ transactions in minor units, rounded half away from zero.
        public var averageBasket: Int64 { Money.average(minorUnits: revenue, count: transactions) }
    }

    /// One interval of event time in the series of revenue.
    public struct Interval: Sendable, Equatable {
        /// When the interval begins.
        public var start: Timestamp
        /// Revenue in minor units.
        public var revenue: Int64
        /// How many transactions.
        public var transactions: Int64

        /// The totals of one interval.
        public init(start: Timestamp, revenue: Int64, transactions: Int64) {
            self.start = start
            self.revenue = revenue
            self.transactions = transactions
        }
    }

    /// The currency of all amounts.
    public var currency = Currency.moroccanDirham
    /// How many transactions were accepted in all.
    public var transactions: Int64 = 0
    /// Their revenue in minor units.
    public var revenue: Int64 = 0
    /// How many articles they sold.
    public var quantity: Int64 = 0
    /// How many different customers, estimated.
    public var customers: Int64 = 0
    /// The relative standard error of `customers`: 0.0081 is 0.81 %; 0 while the count is exact.
    public var customersError: Double = 0
    /// By category, highest revenue first; ties by key.
    public var categories: [Group] = []
    /// By city, highest revenue first; ties by key.
    public var cities: [Group] = []
    /// By payment method, most transactions first; ties by key.
    public var paymentMethods: [Group] = []
    /// Revenue over event time: the most recent intervals that hold anything, ascending.
    public var series: [Interval] = []
    /// The length of an interval of the series in microseconds.
    public var intervalLength: Int64 = 60_000_000
    /// Revenue over the quarters of an hour: the most recent 200 that hold anything, ascending. Clocks differ from UTC by whole
    /// quarters, so that the hours of today are sums of these in any time zone.
    public var quarters: [Interval] = []
    /// Transactions with a greater amount, in minor units, are large.
    public var largeAmount: Int64 = 100_000
    /// How many large transactions there are.
    public var largeTransactions: Int64 = 0
    /// The ten largest transactions, largest first; ties by earlier timestamp, then by id.
    public var top: [Transaction] = []
    /// The twenty most recent transactions by arrival, newest first.
    public var latest: [Transaction] = []
    /// What the pipeline is doing.
    public var pipeline = PipelineSnapshot()

    /// An empty market.
    public init() {}

    /// Revenue ÷ transactions in minor units, rounded half away from zero.
    public var averageBasket: Int64 {
        Money.average(minorUnits: revenue, count: transactions)
    }
}
