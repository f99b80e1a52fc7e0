public import Commerce
public import Windowing

/// The batch queries over a range of new transactions that keep the dashboard's figures.
///
/// One query yields nearly all of them in one pass, because what a query costs on a cluster is, for a second's worth of sales,
/// not its rows but being planned and scheduled, and for a day's worth the reading. Its rows are few, whatever the range; times
/// are in microseconds since the epoch, money is in minor units, and all of it merges with what there was before.
public struct LivePlan: Sendable, Hashable {
    /// What a row of `figures` tells.
    public enum Kind: String, Sendable, CaseIterable {
        /// The sums of an interval; `place` is its start.
        case interval
        /// The sums of a quarter of an hour; `place` is its start.
        case quarter
        /// The sums of a category; the first text is its name.
        case category
        /// The sums of a category in a city; the first text is the category, the second the city.
        case cityCategory
        /// The sums of a city; likewise.
        case city
        /// The sums of a payment method; likewise.
        case payment
        /// The sums of a block of a partition's offsets; `place` is the partition.
        case block
        /// A register of a HyperLogLog of the customers that is not 0, as `CustomerSketch` keeps it; `place` is its index.
        case register
        /// One of the transactions that came last: `Sale`.
        case sale
    }

    /// The numbers of a row that sums something up, in their order.
    public enum Number: Int, Sendable, CaseIterable {
        /// What is summed up, where that is a number.
        case place
        /// How many transactions.
        case transactions
        /// Their revenue.
        case revenue
        /// Their articles.
        case articles
        /// The earliest event time.
        case earliest
        /// The latest event time.
        case latest
        /// The first offset.
        case first
        /// The largest amount.
        case largest
        /// A register's value.
        case rank
        /// How many transactions are large.
        case large
    }

    /// The numbers of a row that is a transaction, in their order; its texts are those of `saleTexts`.
    public enum SaleNumber: Int, Sendable, CaseIterable {
        case amount, quantity, timestamp, partition, offset
    }

    /// The columns that are the texts of a row that is a transaction.
    public static let saleTexts = ["transaction_id", "user_id", "city", "category", "payment_method"]
    /// A long integer whose XXH64 hash is 0 under Spark's fixed seed. `xxhash64` takes the hash of one argument as the seed of
    /// the next, so behind this one a text is hashed with the seed 0, as `XXH64` does.
    private static let seedOfZero: Int64 = -365_884_300_664_092_260
    /// A quarter of an hour in microseconds.
    private static let quarterLength: Int64 = 900_000_000
    /// The least number of offsets that a block has.
    private static let blockSize: Int64 = 4_096
    /// About as many blocks there are at the most.
    private static let blocks: Int64 = 10_000
    /// The last offsets of each partition among which the transactions that came last are looked for.
    private static let latestOffsets: Int64 = 1_000

    /// How event time is cut into windows.
    public var settings: WindowSettings
    /// The currency of the amounts.
    public var currency: Currency
    /// The offsets of the transactions that were not counted before.
    public var ranges: [OffsetRange]

    /// Transactions with a greater amount, in minor units, are large.
    public var largeAmount: Int64

    /// A plan for ranges.
    public init(
        settings: WindowSettings, currency: Currency = .moroccanDirham, ranges: [OffsetRange], largeAmount: Int64
    ) {
        self.settings = settings
        self.currency = currency
        self.ranges = ranges
        self.largeAmount = largeAmount
    }

    /// All figures that one pass yields: `kind`, the texts, the numbers (`Number` or `SaleNumber`).
    ///
    /// - Parameters:
    ///   - transactions: the name of a view of the table `transactions`.
    ///   - indexBits: how many bits of a customer's hash choose the register, from the highest.
    ///   - latest: the most transactions that came last.
    public func figures(from transactions: String, indexBits: Int, latest: Int = 20) -> String {
        """
        \(sums(of: transactions, indexBits: indexBits))
        UNION ALL
        \(sales(from: "(\(self.latest(from: transactions, limit: latest)))"))
        """
    }

    /// The transactions of the highest amounts, ties by earlier timestamp, then by the bytes of the id, as rows of the kind
    /// `sale`.
    ///
    /// - Parameters:
    ///   - transactions: the name of a view of the table `transactions`.
    ///   - leastAmount: the least amount, in minor units, that is of interest; nil if any is. Parquet files are skipped by it.
    ///   - limit: the most rows.
    public func top(from transactions: String, leastAmount: Int64?, limit: Int = 10) -> String {
        let bound =
            leastAmount.map { " WHERE amount >= \(WindowColumns.money("\($0)L", precision: 12, of: currency))" } ?? ""
        return sales(
            from:
                "(SELECT * FROM \(new(transactions))\(bound) ORDER BY amount DESC, timestamp, transaction_id LIMIT \(limit))"
        )
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

    private func sums(of transactions: String, indexBits: Int) -> String {
        let restBits = 64 - indexBits
        let mask = (Int64(1) << Int64(restBits)) - 1
        let texts =
            ["coalesce(category, city, payment_method)", "IF(category IS NULL, NULL, city)"]
            + Self.nulls("STRING", Self.saleTexts.count - 2)
        // A register's largest rank is that of its smallest hash behind the index, so only that one is looked at.
        let rank = "IF(least = 0, \(restBits + 1), \(restBits + 1) - length(bin(least)))"
        let numbers = [
            "coalesce(start, quarter, CAST(_partition AS BIGINT), register)", "transactions", "revenue", "articles",
            "earliest",
            "latest", "first", "largest", "CAST(\(rank) AS BIGINT)", "large",
        ]
        let groupings: [(column: String, kind: Kind)] = [
            ("start", .interval), ("quarter", .quarter), ("category", .category), ("city", .city),
            ("payment_method", .payment), ("_partition", .block),
        ]
        let pair = "WHEN grouping(city) = 0 AND grouping(category) = 0 THEN '\(Kind.cityCategory.rawValue)' "
        let kinds =
            pair
            + groupings.map { "WHEN grouping(\($0.column)) = 0 THEN '\($0.kind.rawValue)'" }.joined(
                separator: " ")
        return """
            SELECT kind, \((texts + numbers).joined(separator: ", "))
            FROM (
                SELECT CASE \(kinds) ELSE '\(Kind.register.rawValue)' END AS kind,
                    start, quarter, category, city, payment_method, _partition, register, count(*) AS transactions,
                    sum(cents) AS revenue, sum(articles) AS articles, min(time) AS earliest, max(time) AS latest,
                    min(_offset) AS first, max(cents) AS largest, count_if(cents > \(largeAmount)L) AS large, min(hash & \(mask)L) AS least
                FROM (
                    SELECT \(SQLText.windowStart(ofMicroseconds: "unix_micros(timestamp)", size: settings.size)) AS start,
                        \(SQLText.windowStart(ofMicroseconds: "unix_micros(timestamp)", size: Self.quarterLength)) AS quarter,
                        category, city, payment_method, _partition, _offset div \(blockSize)L AS block,
                        shiftrightunsigned(hash, \(restBits)) AS register, \(WindowColumns.minorUnits("amount", of: currency)) AS cents,
                        CAST(quantity AS BIGINT) AS articles, unix_micros(timestamp) AS time, _offset, hash
                    FROM (SELECT *, \(Self.customerHash) AS hash FROM \(new(transactions))))
                GROUP BY GROUPING SETS (
                    (start), (quarter), (category), (city), (city, category), (payment_method), (_partition, block), (register)))
            """
    }

    private var blockSize: Int64 {
        max(Self.blockSize, ranges.reduce(0) { $0 + $1.to - $1.from } / Self.blocks)
    }

    private func sales(from source: String) -> String {
        let numbers = [
            WindowColumns.minorUnits("amount", of: currency), "CAST(quantity AS BIGINT)", "unix_micros(timestamp)",
            "CAST(_partition AS BIGINT)", "_offset",
        ]
        let columns = Self.saleTexts + numbers + Self.nulls("BIGINT", Number.allCases.count - numbers.count)
        return "SELECT '\(Kind.sale.rawValue)' AS kind, \(columns.joined(separator: ", ")) FROM \(source)"
    }

    private static func nulls(_ type: String, _ count: Int) -> [String] {
        Array(repeating: "CAST(NULL AS \(type))", count: count)
    }

    private static let customerHash = "xxhash64(\(seedOfZero)L, user_id)"

    private func new(_ transactions: String) -> String { Self.rows(of: transactions, in: ranges) }

    private static func rows(of transactions: String, in ranges: [OffsetRange]) -> String {
        "(SELECT * FROM \(transactions) WHERE \(ranges.condition(partition: "_partition", offset: "_offset")))"
    }
}
