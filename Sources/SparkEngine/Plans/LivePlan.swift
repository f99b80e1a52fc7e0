public import Windowing

/// The batch queries over a range of new transactions that keep the dashboard's figures: each yields a bounded number of rows,
/// times in microseconds since the epoch and money in minor units, that merge with what there was before.
public struct LivePlan: Sendable, Hashable {
    /// A long integer whose XXH64 hash is 0 under Spark's fixed seed. `xxhash64` takes the hash of one argument as the seed of
    /// the next, so behind this one a text is hashed with the seed 0, as `XXH64` does.
    private static let seedOfZero: Int64 = -365_884_300_664_092_260

    /// How event time is cut into windows.
    public var settings: WindowSettings
    /// The offsets of the transactions that were not counted before.
    public var ranges: [OffsetRange]

    /// A plan for ranges.
    public init(settings: WindowSettings, ranges: [OffsetRange]) {
        self.settings = settings
        self.ranges = ranges
    }

    /// Totals by window and key: `start`, `dimension`, `key`, `revenue`, `transactions`, `articles`, `largest`.
    ///
    /// - Parameter transactions: the name of a view of the table `transactions`.
    public func totals(from transactions: String) -> String {
        WindowColumns.sums(of: new(transactions), size: settings.size)
    }

    /// What is new of each partition: `_partition`, `transactions`, `earliest` and `latest` event time, `last` offset.
    ///
    /// - Parameter transactions: the name of a view of the table `transactions`.
    public func partitions(from transactions: String) -> String {
        """
        SELECT _partition, count(*) AS transactions, min(unix_micros(timestamp)) AS earliest,
            max(unix_micros(timestamp)) AS latest, max(_offset) AS last
        FROM \(new(transactions)) GROUP BY _partition
        """
    }

    /// The transactions of the highest amounts, highest first; ties by earlier timestamp, then by the bytes of the id. The
    /// columns are those of `transactions`, `amount` and `timestamp` as integers.
    ///
    /// - Parameters:
    ///   - transactions: the name of a view of the table `transactions`.
    ///   - limit: the most rows.
    public func top(from transactions: String, limit: Int = 10) -> String {
        """
        SELECT \(Self.columns) FROM \(new(transactions))
        ORDER BY amount DESC, timestamp, transaction_id LIMIT \(limit)
        """
    }

    /// The transactions of the highest offsets, highest first; ties by the higher partition. The columns are those of
    /// `transactions`, `amount` and `timestamp` as integers.
    ///
    /// - Parameters:
    ///   - transactions: the name of a view of the table `transactions`.
    ///   - limit: the most rows.
    public func latest(from transactions: String, limit: Int = 20) -> String {
        """
        SELECT \(Self.columns) FROM \(new(transactions))
        ORDER BY _offset DESC, _partition DESC LIMIT \(limit)
        """
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

    /// The registers of a HyperLogLog of the customers, as `CustomerSketch` keeps it: `register` and `rank`, for the registers
    /// that are not 0.
    ///
    /// - Parameters:
    ///   - transactions: the name of a view of the table `transactions`.
    ///   - indexBits: how many bits of a hash choose the register, from the highest.
    public func customerRegisters(from transactions: String, indexBits: Int) -> String {
        let restBits = 64 - indexBits
        let mask = (Int64(1) << Int64(restBits)) - 1
        // A register's largest rank is that of its smallest hash behind the index, so only that one is looked at.
        return """
            SELECT register, IF(least = 0, \(restBits + 1), \(restBits + 1) - length(bin(least))) AS rank
            FROM (
                SELECT CAST(shiftrightunsigned(hash, \(restBits)) AS INT) AS register, min(hash & \(mask)L) AS least
                FROM (SELECT \(Self.customerHash) AS hash FROM \(new(transactions))) GROUP BY 1)
            """
    }

    /// How many transactions were too late for their windows: one column `late`.
    ///
    /// - Parameters:
    ///   - transactions: the name of a view of the table `transactions`.
    ///   - largestEventTimes: the largest event time of each partition before the ranges, in microseconds since the epoch.
    public func lateTransactions(from transactions: String, largestEventTimes: [Int32: Int64]) -> String {
        let cases = largestEventTimes.sorted { $0.key < $1.key }.map { "WHEN \($0.key) THEN \($0.value)L" }
        let before =
            cases.isEmpty ? "CAST(NULL AS BIGINT)" : "CASE _partition \(cases.joined(separator: " ")) END"
        return """
            SELECT count(*) AS late FROM (
                SELECT unix_micros(timestamp) AS time, greatest(\(before), max(unix_micros(timestamp)) OVER (
                    PARTITION BY _partition ORDER BY _offset
                    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)) AS largest
                FROM \(new(transactions)))
            WHERE \(LateTransactions.isLate("time", largest: "largest", settings))
            """
    }

    private static let columns = """
        transaction_id, user_id, city, category, \(WindowColumns.minorUnits("amount")) AS amount, quantity,
        payment_method, unix_micros(timestamp) AS timestamp, _partition, _offset
        """

    private static let customerHash = "xxhash64(\(seedOfZero)L, user_id)"

    private func new(_ transactions: String) -> String {
        "(SELECT * FROM \(transactions) WHERE \(ranges.condition(partition: "_partition", offset: "_offset")))"
    }
}
