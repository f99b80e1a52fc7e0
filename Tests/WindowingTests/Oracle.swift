import Commerce
import Testing
import Windowing

/// Windows computed in the plainest way, and what rows say about them.
struct Oracle: Equatable {
    struct Key: Hashable, Comparable {
        var start: Int64
        var dimension: String
        var key: [UInt8]

        static func < (left: Key, right: Key) -> Bool {
            if left.start != right.start { return left.start < right.start }
            if left.dimension != right.dimension { return left.dimension < right.dimension }
            return left.key.lexicographicallyPrecedes(right.key)
        }
    }

    struct Values: Equatable {
        var revenue: Int64 = 0
        var count: Int64 = 0
        var quantity: Int64 = 0
        var maximum: Int64 = 0
    }

    var values: [Key: Values] = [:]

    init(_ sales: [Sale], size: Int64) {
        for sale in sales {
            let start = sale.timestamp / size * size
            let keys = [
                ("all", "all"), ("category", sale.category), ("city", sale.city),
                ("payment_method", sale.paymentMethod),
            ]
            for (dimension, key) in keys {
                var sum = values[Key(start: start, dimension: dimension, key: Array(key.utf8))] ?? Values()
                sum.revenue += sale.amount
                sum.count += 1
                sum.quantity += Int64(sale.quantity)
                sum.maximum = max(sum.maximum, sale.amount)
                values[Key(start: start, dimension: dimension, key: Array(key.utf8))] = sum
            }
        }
    }

    /// The values of the rows with the highest revisions.
    init(_ rows: [WindowRow]) {
        var revisions: [Key: Int32] = [:]
        for row in rows where row.revision >= revisions[Key(row)] ?? 0 {
            revisions[Key(row)] = row.revision
            values[Key(row)] = Values(
                revenue: row.totalRevenue, count: row.numTransactions, quantity: row.quantity,
                maximum: row.maximumAmount)
        }
    }
}

extension Oracle.Key {
    init(_ row: WindowRow) {
        self.init(start: row.windowStart, dimension: row.dimension.name, key: Array(row.key.utf8))
    }
}

extension WindowRow {
    /// What a row must say of a key.
    init(_ key: Oracle.Key, _ values: Oracle.Values, size: Int64, revision: Int32) {
        self.init(
            windowStart: key.start, windowEnd: key.start + size, dimension: Dimension(name: key.dimension) ?? .all,
            key: String(decoding: key.key, as: UTF8.self), totalRevenue: values.revenue,
            average: Money.average(minorUnits: values.revenue, count: values.count), numTransactions: values.count,
            quantity: values.quantity, maximumAmount: values.maximum, revision: revision)
    }
}

extension WindowState {
    /// Adds windows of which none can be stale.
    mutating func merge(_ cut: CutWindows) throws {
        var stale = StaleWindows(size: settings.size, starts: [])
        try merge(cut, stale: &stale)
        #expect(stale.isEmpty)
    }
}
