public import Commerce

/// The analysis of everything in a lake: all numbers exact, all orders total, so that the same lake gives the same report.
///
/// Amounts are counts of minor units (centimes); sums have 128 bits, for a lake may hold more than one amount can.
public struct AnalysisReport: Sendable, Equatable {
    /// Count, revenue and articles of a set of transactions.
    public struct Totals: Sendable, Equatable {
        /// How many transactions.
        public var transactions: Int64 = 0
        /// The sum of their amounts in minor units.
        public var revenue: Int128 = 0
        /// The sum of their quantities.
        public var articles: Int128 = 0

        /// Adds what was sold elsewhere or at another time.
        mutating func add(_ other: Totals) {
            transactions += other.transactions
            revenue += other.revenue
            articles += other.articles
        }

        /// Revenue ÷ transactions in minor units, rounded half away from zero; 0 without transactions.
        public var averageAmount: Int128 {
            Self.rounded(revenue, dividedBy: Int128(transactions))
        }

        /// Articles ÷ transactions in hundredths, rounded half away from zero; 0 without transactions.
        public var averageQuantityHundredths: Int128 {
            Self.rounded(100 * articles, dividedBy: Int128(transactions))
        }

        /// A quotient of two numbers that are not negative, rounded half away from zero; 0 if there is nothing to divide by.
        static func rounded(_ dividend: Int128, dividedBy divisor: Int128) -> Int128 {
            divisor == 0 ? 0 : (2 * dividend + divisor) / (2 * divisor)
        }
    }

    /// The totals of one category, city or payment method.
    public struct Group: Sendable, Equatable {
        /// The category, city or payment method.
        public var key: String
        /// Its totals.
        public var totals: Totals
        /// Its share of all revenue in hundredths of a percent, rounded half away from zero: 2550 is 25.50 %.
        public var shareBasisPoints: Int128
        /// In a city the category with the most revenue, ties by name; nil in other groups.
        public var topCategory: String?
    }

    /// What one customer bought.
    public struct Customer: Sendable, Equatable {
        /// The customer.
        public var userID: String
        /// How many transactions.
        public var transactions: Int64
        /// The sum of their amounts in minor units.
        public var revenue: Int128
    }

    /// The transactions above a threshold.
    public struct LargeTransactions: Sendable, Equatable {
        /// Transactions with a greater amount count, in minor units.
        public var threshold: Int64
        /// How many there are.
        public var transactions: Int64 = 0
        /// The sum of their amounts in minor units.
        public var revenue: Int128 = 0
        /// The twenty largest: largest first, ties by earlier time, then by identifier, partition and offset.
        public var largest: [Transaction] = []
    }

    /// An hour of the day.
    public struct Hour: Sendable, Equatable {
        /// The hour, 0…23.
        public var hour: Int
        /// How many transactions.
        public var transactions: Int64
        /// The sum of their amounts in minor units.
        public var revenue: Int128
    }

    /// A day of the shop's calendar.
    public struct Day: Sendable, Equatable {
        /// The day, as days since 1 January 1970.
        public var number: Int64
        /// What was sold on it.
        public var totals: Totals

        /// The date as ISO 8601 writes it: `2026-02-14`.
        public var date: String { String(Timestamp(microseconds: number * 86_400_000_000).iso8601.prefix(10)) }
    }

    /// The messages that were rejected for one reason.
    public struct RejectedReason: Sendable, Equatable {
        /// The machine-readable reason.
        public var reason: String
        /// How many messages.
        public var messages: Int64
    }

    /// When the report was made.
    public var generatedAt: Timestamp
    /// The currency of all amounts.
    public var currency: Currency
    /// The time zone of `hours` and `days`, and that in which moments are written.
    public var timeZone: ReportTimeZone
    /// The first and last event time; nil if there are no transactions.
    public var period: ClosedRange<Timestamp>?
    /// The totals of everything.
    public var totals = Totals()
    /// The smallest amount in minor units; nil if there are no transactions.
    public var smallestAmount: Int64?
    /// The largest amount in minor units; nil if there are no transactions.
    public var largestAmount: Int64?
    /// How many different customers there are, exactly.
    public var customers: Int64 = 0
    /// By category, highest revenue first; ties by name.
    public var categories: [Group] = []
    /// By city, highest revenue first; ties by name.
    public var cities: [Group] = []
    /// By payment method, highest revenue first; ties by name.
    public var paymentMethods: [Group] = []
    /// The ten customers with the highest revenue; ties by identifier.
    public var topCustomers: [Customer] = []
    /// The ten largest transactions, in the order of `LargeTransactions.largest`.
    public var topTransactions: [Transaction] = []
    /// The transactions above the threshold.
    public var largeTransactions: LargeTransactions
    /// The 24 hours of the day in the time zone, from 0.
    public var hours: [Hour] = []
    /// The days in the time zone on which something was sold, from the first.
    public var days: [Day] = []
    /// By reason, most messages first; ties by name.
    public var rejected: [RejectedReason] = []

    /// The hour of the day with the most transactions, the earliest of equals; nil if there are none.
    public var peakHour: Hour? {
        hours.reduce(nil) { peak, hour in
            hour.transactions > (peak?.transactions ?? 0) ? hour : peak
        }
    }

    /// The category with the highest revenue; nil if there are no transactions.
    public var leadingCategory: Group? { categories.first }

    /// The city with the highest revenue; nil if there are no transactions.
    public var leadingCity: Group? { cities.first }

    /// Transactions for each day of the calendar from the first sale to the last, days without any included, in hundredths.
    public var dailyTransactionsHundredths: Int128 {
        guard let first = days.first, let last = days.last else { return 0 }
        return Totals.rounded(
            100 * Int128(totals.transactions), dividedBy: Int128(last.number) - Int128(first.number) + 1)
    }

    /// How many messages were rejected in all.
    public var rejectedMessages: Int64 {
        rejected.reduce(0) { $0 + $1.messages }
    }

    /// A report with nothing in it.
    init(generatedAt: Timestamp, currency: Currency, timeZone: ReportTimeZone, threshold: Int64) {
        self.generatedAt = generatedAt
        self.currency = currency
        self.timeZone = timeZone
        largeTransactions = LargeTransactions(threshold: threshold)
    }
}
