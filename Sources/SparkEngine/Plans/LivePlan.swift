public import Windowing

/// The batch queries over a range of new transactions that keep the dashboard's figures.
///
/// One query yields all of them, because what a query costs on a cluster is, for a second's worth of sales, not its rows but
/// being planned and scheduled. Its rows are of several kinds and few, whatever the range; times are in microseconds since the
/// epoch, money is in minor units, and all of it merges with what there was before.
public struct LivePlan: Sendable, Hashable {
    /// What a row tells.
    public enum Kind: String, Sendable, CaseIterable {
        /// Totals of a window and key: texts `dimension`, `key`; numbers `start`, `revenue`, `transactions`, `articles`.
        case group
        /// What is new of a partition: numbers `partition`, `transactions`, `earliest` and `latest` event time, `last` offset.
        case partition
        /// One of the transactions of the highest amounts: texts `transaction_id`, `user_id`, `city`, `category`,
        /// `payment_method`; numbers `amount`, `quantity`, `timestamp`, `partition`, `offset`.
        case top
        /// One of the transactions that came last; as `top`.
        case latest
        /// A register of a HyperLogLog of the customers that is not 0, as `CustomerSketch` keeps it: numbers `register`, `rank`.
        case register
    }

    /// How many texts and how many numbers each row of `figures` has, behind its kind; those that its kind lacks are NULL.
    static let width = 5
    /// A long integer whose XXH64 hash is 0 under Spark's fixed seed. `xxhash64` takes the hash of one argument as the seed of
    /// the next, so behind this one a text is hashed with the seed 0, as `XXH64` does.
    private static let seedOfZero: Int64 = -365_884_300_664_092_260
    /// The last offsets of each partition among which the transactions that came last are looked for.
    private static let latestOffsets: Int64 = 1_000

    /// How event time is cut into windows.
    public var settings: WindowSettings
    /// The offsets of the transactions that were not counted before.
    public var ranges: [OffsetRange]

    /// A plan for ranges.
    public init(settings: WindowSettings, ranges: [OffsetRange]) {
        self.settings = settings
        self.ranges = ranges
    }

    /// All figures: `kind`, five texts, five numbers.
    ///
    /// - Parameters:
    ///   - transactions: the name of a view of the table `transactions`.
    ///   - indexBits: how many bits of a customer's hash choose the register, from the highest.
    ///   - leastAmount: the least amount, in minor units, that may still be one of the highest; nil if any may.
    ///   - top: how many transactions of the highest amounts, ties by earlier timestamp, then by the bytes of the id.
    ///   - latest: the most transactions that came last, highest offset first, ties by the higher partition.
    public func figures(
        from transactions: String, indexBits: Int, leastAmount: Int64? = nil, top: Int = 10, latest: Int = 20
    ) -> String {
        [
            row(.group, texts: ["dimension", "key"], numbers: ["start", "revenue", "transactions", "articles"])
                + "FROM (\(WindowColumns.sums(of: new(transactions), size: settings.size)))",
            row(
                .partition,
                numbers: [
                    "_partition", "count(*)", "min(unix_micros(timestamp))", "max(unix_micros(timestamp))",
                    "max(_offset)",
                ]) + "FROM \(new(transactions)) GROUP BY _partition",
            sales(.top) + "FROM \(highest(transactions, from: leastAmount, limit: top))",
            sales(.latest) + "FROM (\(self.latest(from: transactions, limit: latest)))",
            registers(from: transactions, indexBits: indexBits),
        ].joined(separator: "\nUNION ALL\n")
    }

    /// Rows of `transactions`: those that came last, highest offset first, ties by the higher partition; only the last thousand
    /// offsets of each partition are looked at.
    ///
    /// - Parameters:
    ///   - transactions: the name of a view of the table `transactions`.
    ///   - limit: the most rows.
    public func latest(from transactions: String, limit: Int) -> String {
        let ends = ranges.map { range in
            var end = range
            end.from = max(range.from, range.to - Self.latestOffsets)
            return end
        }
        return
            "SELECT * FROM \(Self.rows(of: transactions, in: ends)) ORDER BY _offset DESC, _partition DESC LIMIT \(limit)"
    }

    /// The hashes of different customers, `hash` BIGINT, in the bits of `CustomerSketch`: all of them while there are at most
    /// `limit`, and one more if there are more.
    ///
    /// - Parameters:
    ///   - transactions: the name of a view of the table `transactions`.
    ///   - limit: how many customers are counted exactly.
    public func customers(from transactions: String, limit: Int) -> String {
        "SELECT DISTINCT \(Self.customerHash) AS hash FROM \(new(transactions)) LIMIT \(limit + 1)"
    }

    /// How many transactions were too late for their windows: one column `late`.
    ///
    /// - Parameters:
    ///   - transactions: the name of a view of the table `transactions`.
    ///   - largestEventTimes: the largest event time of each partition before the ranges, in microseconds since the epoch.
    public func lateTransactions(from transactions: String, largestEventTimes: [Int32: Int64]) -> String {
        let places = LateTransactions.places(
            in: new(transactions), settings, largestEventTimes: largestEventTimes)
        return "SELECT count(*) AS late FROM (\(places))"
    }

    private func registers(from transactions: String, indexBits: Int) -> String {
        let restBits = 64 - indexBits
        let mask = (Int64(1) << Int64(restBits)) - 1
        let rank = "IF(least = 0, \(restBits + 1), \(restBits + 1) - length(bin(least)))"
        // A register's largest rank is that of its smallest hash behind the index, so only that one is looked at.
        return row(.register, numbers: ["register", rank]) + """
            FROM (
                SELECT shiftrightunsigned(hash, \(restBits)) AS register, min(hash & \(mask)L) AS least
                FROM (SELECT \(Self.customerHash) AS hash FROM \(new(transactions))) GROUP BY 1)
            """
    }

    private func highest(_ transactions: String, from leastAmount: Int64?, limit: Int) -> String {
        let bound = leastAmount.map { " WHERE amount >= \(WindowColumns.money("\($0)L", precision: 12))" } ?? ""
        return """
            (SELECT * FROM \(new(transactions))\(bound) ORDER BY amount DESC, timestamp, transaction_id LIMIT \(limit))
            """
    }

    private func sales(_ kind: Kind) -> String {
        row(
            kind, texts: ["transaction_id", "user_id", "city", "category", "payment_method"],
            numbers: [
                WindowColumns.minorUnits("amount"), "quantity", "unix_micros(timestamp)", "_partition", "_offset",
            ])
    }

    private func row(_ kind: Kind, texts: [String] = [], numbers: [String]) -> String {
        let missingTexts = Array(repeating: "CAST(NULL AS STRING)", count: Self.width - texts.count)
        let numbers = numbers.map { "CAST(\($0) AS BIGINT)" }
        let missingNumbers = Array(repeating: "CAST(NULL AS BIGINT)", count: Self.width - numbers.count)
        let columns = texts + missingTexts + numbers + missingNumbers
        return "SELECT \(SQLText.literal(kind.rawValue)) AS kind, \(columns.joined(separator: ", "))\n"
    }

    private static let customerHash = "xxhash64(\(seedOfZero)L, user_id)"

    private func new(_ transactions: String) -> String { Self.rows(of: transactions, in: ranges) }

    private static func rows(of transactions: String, in ranges: [OffsetRange]) -> String {
        "(SELECT * FROM \(transactions) WHERE \(ranges.condition(partition: "_partition", offset: "_offset")))"
    }
}
