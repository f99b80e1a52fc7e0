internal import Commerce
internal import Windowing

/// What the queries over windows share: money is summed in minor units, which `BIGINT` holds exactly, and only the results
/// become decimals.
enum WindowColumns {
    /// The columns of the lake's table `windows` that tell a result from another.
    static let results = ["total_revenue", "avg_transaction", "num_transactions", "quantity", "max_amount"]

    /// The type of one transaction's amount.
    static func amountType(of currency: Currency) -> String { "DECIMAL(12,\(currency.minorUnitDigits))" }

    /// The type of a window's revenue.
    static func revenueType(of currency: Currency) -> String { "DECIMAL(18,\(currency.minorUnitDigits))" }

    /// An amount in minor units.
    static func minorUnits(_ amount: String, of currency: Currency) -> String {
        "CAST(\(amount) * \(currency.minorUnitsPerUnit) AS BIGINT)"
    }

    /// Minor units as an amount of the currency.
    static func money(_ minorUnits: String, precision: Int, of currency: Currency) -> String {
        let decimals = currency.minorUnitDigits
        let unit = decimals == 0 ? "1BD" : "0.\(String(repeating: "0", count: decimals - 1))1BD"
        return "CAST(CAST(\(minorUnits) AS DECIMAL(\(precision),0)) * \(unit) AS DECIMAL(\(precision),\(decimals)))"
    }

    /// A transaction's four keys as an array of structures of `dimension` and `key`.
    static let groups = {
        let groups = Dimension.allCases.map { dimension in
            let key = dimension == .all ? SQLText.literal(Dimension.keyOfAll) : dimension.name
            return SQLText.structure([("dimension", SQLText.literal(dimension.name)), ("key", key)])
        }
        return "array(\(groups.joined(separator: ", ")))"
    }()

    /// The five results of a group whose sums are the columns `revenue`, `transactions`, `articles` and `largest`.
    ///
    /// The average is rounded half away from zero in whole numbers: (2 × revenue + count) ÷ (2 × count), cut off.
    static func resultColumns(in currency: Currency) -> String {
        let average = "(2 * revenue + transactions) div (2 * transactions)"
        return """
            \(money("revenue", precision: 18, of: currency)) AS total_revenue,
            \(money(average, precision: 18, of: currency)) AS avg_transaction,
            transactions AS num_transactions, articles AS quantity,
            \(money("largest", precision: 12, of: currency)) AS max_amount
            """
    }

    /// The sums of all windows and keys of some transactions, in a batch: `start` in microseconds since the epoch,
    /// `dimension`, `key`, `revenue` in minor units, `transactions`, `articles`, `largest` in minor units.
    ///
    /// Rows are summed up by all three keys first, so that not every row but every group is multiplied by the dimensions.
    static func sums(of source: String, size: Int64, in currency: Currency) -> String {
        let amount = minorUnits("amount", of: currency)
        return """
            SELECT start, grouping.dimension, grouping.key, sum(revenue) AS revenue, sum(transactions) AS transactions,
                sum(articles) AS articles, max(largest) AS largest
            FROM (
                SELECT start, explode(\(groups)) AS grouping, revenue, transactions, articles, largest
                FROM (
                    SELECT \(SQLText.windowStart(ofMicroseconds: "unix_micros(timestamp)", size: size)) AS start,
                        category, city, payment_method, sum(\(amount)) AS revenue, count(*) AS transactions,
                        sum(CAST(quantity AS BIGINT)) AS articles, max(\(amount)) AS largest
                    FROM \(source) GROUP BY 1, 2, 3, 4))
            GROUP BY 1, 2, 3
            """
    }
}
