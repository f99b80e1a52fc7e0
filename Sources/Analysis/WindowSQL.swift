internal import Commerce

/// A lake's windows in SQL: as its transactions make them, and as they were written.
struct WindowSQL {
    /// The most ranges that `isWithin` keeps apart.
    static let rangeLimit = 8

    /// The length of a window in microseconds.
    let size: Int64
    let dialect: any SQLDialect
    /// The currency of the amounts.
    let currency: Currency
    /// The `key` of the windows of the dimension `all`.
    var keyOfAll = "all"

    /// The start of the window that holds a moment; rounded down also before 1970.
    func start(of time: String) -> String {
        "(\(time) - ((\(time) % \(size)) + \(size)) % \(size))"
    }

    /// The condition that a window begins in one of the ranges, or in a gap between two if there are many.
    func isWithin(_ ranges: [Range<Int64>], _ start: String) -> String {
        guard let first = ranges.first, let last = ranges.last else { return "false" }
        guard ranges.count <= Self.rangeLimit else {
            return "\(start) >= \(first.lowerBound) AND \(start) < \(last.upperBound)"
        }
        return ranges.map { "\(start) >= \($0.lowerBound) AND \(start) < \($0.upperBound)" }
            .joined(separator: " OR ")
    }

    /// The windows of the transactions: `start`, `dimension`, `key`, `revenue`, `average`, `transactions`, `articles`,
    /// `largest`; amounts in minor units.
    ///
    /// - Parameter condition: which windows, by their `start`.
    func recomputed(where condition: String = "true") -> String {
        // The average is rounded half away from zero in whole numbers: (2 × revenue + count) ÷ (2 × count), cut off.
        """
        SELECT start,
            CASE WHEN grouping(category) = 0 THEN 'category' WHEN grouping(city) = 0 THEN 'city'
                WHEN grouping(payment_method) = 0 THEN 'payment_method' ELSE 'all' END AS dimension,
            CASE WHEN grouping(category) = 0 THEN category WHEN grouping(city) = 0 THEN city
                WHEN grouping(payment_method) = 0 THEN payment_method ELSE \(quoted(text: keyOfAll)) END AS key,
            sum(amount) AS revenue, \(dialect.quotient("(2 * sum(amount) + count(*))", "(2 * count(*))")) AS average,
            count(*) AS transactions, sum(quantity) AS articles, CAST(max(amount) AS \(dialect.sumType)) AS largest
        FROM (
            SELECT * FROM (
                SELECT \(start(of: dialect.microseconds(of: "timestamp"))) AS start, category, city, payment_method,
                    CAST(amount * \(currency.minorUnitsPerUnit) AS BIGINT) AS amount, quantity
                FROM transactions) placed
            WHERE \(condition)) sales
        GROUP BY GROUPING SETS ((start, category), (start, city), (start, payment_method), (start))
        """
    }

    /// The last revision of every window and key, with the columns of `recomputed` and a summary of its revisions:
    /// `revisions`, `lowest`, `highest`.
    ///
    /// - Parameter condition: which windows, by their `start`.
    func written(where condition: String = "true") -> String {
        func last(_ value: String) -> String { dialect.last(value, by: "revision") }
        return """
            SELECT start, dimension, key,
                \(last("CAST(total_revenue * \(currency.minorUnitsPerUnit) AS \(dialect.sumType))")) AS revenue,
                \(last("CAST(avg_transaction * \(currency.minorUnitsPerUnit) AS \(dialect.sumType))")) AS average,
                \(last("num_transactions")) AS transactions, \(last("quantity")) AS articles,
                \(last("CAST(max_amount * \(currency.minorUnitsPerUnit) AS \(dialect.sumType))")) AS largest,
                count(*) AS revisions, min(revision) AS lowest, max(revision) AS highest
            FROM (SELECT *, \(dialect.microseconds(of: "window_start")) AS start FROM windows) placed
            WHERE \(condition) GROUP BY start, dimension, key
            """
    }
}
