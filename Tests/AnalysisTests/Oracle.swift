import Commerce
import DuckDB

@testable import Analysis

/// The report's numbers by plain loops over the rows.
enum Oracle {
    /// What a city's entry says, comparable with its top category.
    struct Group: Equatable {
        var key: String
        var totals: AnalysisReport.Totals
        var topCategory: String?

        init(key: String, totals: AnalysisReport.Totals, topCategory: String?) {
            self.key = key
            self.totals = totals
            self.topCategory = topCategory
        }

        init(_ group: AnalysisReport.Group) {
            self.init(key: group.key, totals: group.totals, topCategory: group.topCategory)
        }
    }

    static func totals(_ sales: [Transaction]) -> AnalysisReport.Totals {
        var totals = AnalysisReport.Totals()
        for sale in sales {
            totals.transactions += 1
            totals.revenue += Int128(sale.amount)
            totals.articles += Int128(sale.quantity)
        }
        return totals
    }

    static func groups(_ sales: [Transaction], by key: (Transaction) -> String) -> [AnalysisReport.Group] {
        let revenue = totals(sales).revenue
        return ordered(Dictionary(grouping: sales, by: key).mapValues(totals)).map { key, totals in
            // Hundredths of a percent, half away from zero, by long division.
            let (quotient, remainder) = (totals.revenue * 10_000).quotientAndRemainder(dividingBy: revenue)
            return AnalysisReport.Group(
                key: key, totals: totals, shareBasisPoints: remainder * 2 >= revenue ? quotient + 1 : quotient)
        }
    }

    static func cities(_ sales: [Transaction]) -> [Group] {
        let cities = Dictionary(grouping: sales, by: \.city)
        return ordered(cities.mapValues(totals)).map { city, totals in
            let categories = Dictionary(grouping: cities[city] ?? [], by: \.category).mapValues(Self.totals)
            return Group(key: city, totals: totals, topCategory: ordered(categories).first?.0)
        }
    }

    static func customers(_ sales: [Transaction]) -> [AnalysisReport.Customer] {
        ordered(Dictionary(grouping: sales, by: \.userID).mapValues(totals)).prefix(10).map {
            AnalysisReport.Customer(userID: $0, transactions: $1.transactions, revenue: $1.revenue)
        }
    }

    static func largestFirst(_ sales: [Transaction]) -> [Transaction] {
        sales.sorted { left, right in
            if left.amount != right.amount { return left.amount > right.amount }
            if left.timestamp != right.timestamp { return left.timestamp < right.timestamp }
            return left.transactionID.utf8.lexicographicallyPrecedes(right.transactionID.utf8)
        }
    }

    static func hours(_ sales: [Transaction], offset: (Int64) -> Int) -> [AnalysisReport.Hour] {
        (0..<24).map { hour in
            let matching = sales.filter { sale in
                let microseconds = sale.timestamp.microseconds
                return Int((microseconds / 1_000_000 + Int64(offset(microseconds))) / 3600 % 24) == hour
            }
            let totals = totals(matching)
            return AnalysisReport.Hour(hour: hour, transactions: totals.transactions, revenue: totals.revenue)
        }
    }

    static func days(_ sales: [Transaction], offset: (Int64) -> Int) -> [AnalysisReport.Day] {
        let days = Dictionary(grouping: sales) { sale in
            (sale.timestamp.microseconds / 1_000_000 + Int64(offset(sale.timestamp.microseconds))) / 86_400
        }
        return days.keys.sorted().map { AnalysisReport.Day(number: $0, totals: totals(days[$0] ?? [])) }
    }

    private static func ordered(_ groups: [String: AnalysisReport.Totals]) -> [(String, AnalysisReport.Totals)] {
        groups.sorted { left, right in
            left.value.revenue == right.value.revenue
                ? left.key.utf8.lexicographicallyPrecedes(right.key.utf8) : left.value.revenue > right.value.revenue
        }.map { ($0.key, $0.value) }
    }

    /// Many transactions with the largest amount and quantity that there can be.
    static func writeWide(path: String, rows: Int) throws {
        try DuckDBDatabase().connect().execute(
            """
            COPY (SELECT 't' AS transaction_id, 'u' AS user_id, 'c' AS city, 'k' AS category,
                9999999999.99::DECIMAL(12,2) AS amount, 2147483647::INTEGER AS quantity, 'p' AS payment_method,
                make_timestamptz(0) AS timestamp, 0 AS _partition, i AS _offset FROM range(\(rows)) t(i))
            TO '\(path)' (FORMAT parquet)
            """)
    }
}
