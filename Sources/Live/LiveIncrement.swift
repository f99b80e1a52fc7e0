public import Commerce

/// Figures that somebody else has summed up from transactions: what a `LiveAggregate` takes in where the rows themselves never
/// come to this machine.
public struct LiveIncrement: Sendable, Equatable {
    /// What transactions are grouped by.
    public enum Dimension: Sendable, Equatable {
        /// Not at all.
        case all
        /// By category.
        case category
        /// By city.
        case city
        /// By payment method.
        case paymentMethod
    }

    /// The sums of one interval and key.
    public struct Group: Sendable, Equatable {
        /// The start of the interval in microseconds since the epoch.
        public var start: Int64
        /// What the key is.
        public var dimension: Dimension
        /// The category, city or payment method; of no meaning for `.all`.
        public var key: String
        /// Revenue in minor units.
        public var revenue: Int64
        /// How many transactions.
        public var transactions: Int64
        /// How many articles.
        public var quantity: Int64

        /// The sums of one interval and key.
        public init(
            start: Int64, dimension: Dimension, key: String, revenue: Int64, transactions: Int64, quantity: Int64
        ) {
            self.start = start
            self.dimension = dimension
            self.key = key
            self.revenue = revenue
            self.transactions = transactions
            self.quantity = quantity
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

    /// The sums of every interval, for each dimension.
    public var groups: [Group] = []
    /// The largest transactions among them, at least as many as a dashboard shows.
    public var top: [Transaction] = []
    /// The transactions that came last, likewise.
    public var latest: [Row] = []
    /// The hashes of their customers, where these are few (see `CustomerSketch`).
    public var customerHashes: [UInt64] = []
    /// The registers of the sketch of their customers that are not zero, where these are many.
    public var customerRegisters: [Register] = []

    /// Nothing.
    public init() {}
}
