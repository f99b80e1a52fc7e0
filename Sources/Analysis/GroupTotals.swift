/// Gathers the totals of categories, cities and payment methods, and puts them into the report's order.
struct GroupTotals {
    private var categories: [(key: String, totals: AnalysisReport.Totals)] = []
    private var cities: [(key: String, totals: AnalysisReport.Totals)] = []
    private var paymentMethods: [(key: String, totals: AnalysisReport.Totals)] = []
    private var topCategories: [String: (category: String, revenue: Int128)] = [:]

    /// Takes one row of the grouping sets.
    ///
    /// - Parameter grouping: SQL's `grouping(category, city, payment_method)`: a bit is set if its column is not grouped by.
    /// - Returns: false for the row of everything, which is no group.
    mutating func add(
        _ totals: AnalysisReport.Totals, grouping: Int64, category: String, city: String, payment: String
    ) -> Bool {
        switch grouping {
        case 0b011: categories.append((category, totals))
        case 0b101: cities.append((city, totals))
        case 0b110: paymentMethods.append((payment, totals))
        case 0b001:
            guard let best = topCategories[city],
                !Self.precedes((category, totals.revenue), (best.category, best.revenue))
            else {
                topCategories[city] = (category, totals.revenue)
                return true
            }
        default: return false
        }
        return true
    }

    func categoryGroups(of all: AnalysisReport.Totals) -> [AnalysisReport.Group] {
        Self.ordered(categories, of: all)
    }

    func cityGroups(of all: AnalysisReport.Totals) -> [AnalysisReport.Group] {
        Self.ordered(cities, of: all).map { group in
            var group = group
            group.topCategory = topCategories[group.key]?.category
            return group
        }
    }

    func paymentMethodGroups(of all: AnalysisReport.Totals) -> [AnalysisReport.Group] {
        Self.ordered(paymentMethods, of: all)
    }

    private static func ordered(
        _ groups: [(key: String, totals: AnalysisReport.Totals)], of all: AnalysisReport.Totals
    ) -> [AnalysisReport.Group] {
        groups.sorted { precedes(($0.key, $0.totals.revenue), ($1.key, $1.totals.revenue)) }.map { key, totals in
            AnalysisReport.Group(
                key: key, totals: totals,
                shareBasisPoints: AnalysisReport.Totals.rounded(totals.revenue * 10_000, dividedBy: all.revenue))
        }
    }

    /// Higher revenue first; equal ones by the bytes of their names.
    private static func precedes(_ left: (key: String, revenue: Int128), _ right: (key: String, revenue: Int128))
        -> Bool
    {
        left.revenue != right.revenue
            ? left.revenue > right.revenue : left.key.utf8.lexicographicallyPrecedes(right.key.utf8)
    }
}
