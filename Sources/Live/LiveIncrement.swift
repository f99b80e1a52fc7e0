public import Commerce

/// Figures that somebody else has summed up from transactions: what a `LiveAggregate` takes in where the rows themselves never
/// come to this machine.
public struct LiveIncrement: Sendable, Equatable {
    /// The sums of some transactions.
    public struct Sums: Sendable, Equatable {
        /// Revenue in minor units.
        public var revenue: Int64
        /// How many transactions.
        public var transactions: Int64
        /// How many articles.
        public var quantity: Int64

        /// The sums of some transactions.
        public init(revenue: Int64, transactions: Int64, quantity: Int64) {
            self.revenue = revenue
            self.transactions = transactions
            self.quantity = quantity
        }
    }

    /// The sums of a category, city or payment method. What tells two of them apart is their bytes, which `String` does not go by.
    public struct Group: Sendable, Equatable {
        /// The name.
        public var key: String
        /// The sums.
        public var sums: Sums

        /// The sums of a key.
        public init(key: String, sums: Sums) {
            self.key = key
            self.sums = sums
        }
    }

    /// The sums of a category in a city.
    public struct CityCategory: Sendable, Equatable {
        /// The city.
        public var city: String
        /// The category.
        public var category: String
        /// The sums.
        public var sums: Sums

        /// The sums of a category in a city.
        public init(city: String, category: String, sums: Sums) {
            self.city = city
            self.category = category
            self.sums = sums
        }
    }

    /// A transaction with its place in the log.
    public struct Row: Sendable, Equatable {
        /// The partition.
        public var partition: Int32
        /// The offset.
        public var offset: Int64
        /// The transaction.
        public var transaction: Transaction

        /// A transaction with its place in the log.
        public init(partition: Int32, offset: Int64, transaction: Transaction) {
            self.partition = partition
            self.offset = offset
            self.transaction = transaction
        }
    }

    /// A register of a `CustomerSketch`.
    public struct Register: Sendable, Equatable {
        /// Which register.
        public var index: Int
        /// Its value.
        public var rank: UInt8

        /// A register and its value.
        public init(index: Int, rank: UInt8) {
            self.index = index
            self.rank = rank
        }
    }

    /// The sums of every interval, by its start in microseconds since the epoch.
    public var intervals: [Int64: Sums] = [:]
    /// The sums of every quarter of an hour, likewise.
    public var quarters: [Int64: Sums] = [:]
    /// The sums of every category.
    public var categories: [Group] = []
    /// The sums of every city.
    public var cities: [Group] = []
    /// The sums of every category in every city.
    public var cityCategories: [CityCategory] = []
    /// How many transactions have an amount above that which makes one large.
    public var largeTransactions: Int64 = 0
    /// The sums of every payment method.
    public var paymentMethods: [Group] = []
    /// The largest transactions among them, as far as they may be among those that a dashboard shows.
    public var top: [Transaction] = []
    /// The transactions that came last.
    public var latest: [Row] = []
    /// The hashes of their customers, where these are few (see `CustomerSketch`).
    public var customerHashes: [UInt64] = []
    /// The registers of the sketch of their customers that are not zero, where these are many.
    public var customerRegisters: [Register] = []

    /// Nothing.
    public init() {}
}
