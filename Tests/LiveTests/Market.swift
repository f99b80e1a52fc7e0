import Commerce
import Live

/// Random transactions, and what the dashboard must show of them, computed in the plainest way.
struct Market {
    /// A transaction and when and where it arrived.
    struct Arrival {
        var transaction: Transaction
        var time: Int64
        var partition: Int32
        var offset: Int64
    }

    /// Two of the cities look the same and are the same to `String`, but not to the lake.
    private static let cities = ["Casablanca", "F\u{E8}s", "Fe\u{300}s", "Rabat"]
    private static let categories = ["Books", "Food", "Toys"]
    private static let paymentMethods = ["Card", "Cash"]

    static func transaction(_ number: Int, using generator: inout SeededGenerator) -> Transaction {
        Transaction(
            transactionID: "t\(generator.next() % 1_000)-\(number)",
            userID: "user \(Int.random(in: 0..<500, using: &generator))",
            city: cities[Int.random(in: 0..<4, using: &generator)],
            category: categories[Int.random(in: 0..<3, using: &generator)],
            amount: Int64.random(in: 1...40, using: &generator) * 1_000,
            quantity: Int32.random(in: 1...9, using: &generator),
            paymentMethod: paymentMethods[Int.random(in: 0..<2, using: &generator)],
            timestamp: Timestamp(microseconds: Int64.random(in: 0..<300, using: &generator) * 30_000_000))
    }

    /// Above this amount, which some sales have exactly, a sale is large.
    static let largeAmount: Int64 = 30_000

    static func snapshot(of arrivals: [Arrival], intervalLength: Int64) -> MarketSnapshot {
        let transactions = arrivals.map(\.transaction)
        var snapshot = MarketSnapshot()
        snapshot.transactions = Int64(transactions.count)
        snapshot.revenue = transactions.map(\.amount).reduce(0, +)
        snapshot.quantity = transactions.map { Int64($0.quantity) }.reduce(0, +)
        snapshot.customers = Int64(Set(transactions.map { Array($0.userID.utf8) }).count)
        snapshot.categories = groups(transactions, by: \.category) { $0.revenue }
        snapshot.cities = groups(transactions, by: \.city) { $0.revenue }.map { city in
            var city = city
            let sold = transactions.filter { Array($0.city.utf8) == Array(city.key.utf8) }
            city.topCategory = groups(sold, by: \.category) { $0.revenue }.first?.key
            return city
        }
        snapshot.paymentMethods = groups(transactions, by: \.paymentMethod) { $0.transactions }
        snapshot.intervalLength = intervalLength
        snapshot.series = series(transactions, intervalLength: intervalLength, limit: 120)
        snapshot.quarters = series(transactions, intervalLength: 900_000_000, limit: 200)
        snapshot.largeAmount = largeAmount
        snapshot.largeTransactions = Int64(transactions.count { $0.amount > largeAmount })
        snapshot.top = Array(
            transactions.sorted {
                ($1.amount, $0.timestamp.microseconds, $0.transactionID)
                    < ($0.amount, $1.timestamp.microseconds, $1.transactionID)
            }.prefix(10))
        snapshot.latest = arrivals.sorted {
            ($0.time, $0.offset, $0.partition) > ($1.time, $1.offset, $1.partition)
        }.prefix(20).map(\.transaction)
        return snapshot
    }

    private static func series(
        _ transactions: [Transaction], intervalLength: Int64, limit: Int
    ) -> [MarketSnapshot.Interval] {
        let intervals = Dictionary(grouping: transactions) { $0.timestamp.microseconds / intervalLength }
        return intervals.sorted { $0.key < $1.key }.suffix(limit).map { index, members in
            MarketSnapshot.Interval(
                start: Timestamp(microseconds: index * intervalLength),
                revenue: members.map(\.amount).reduce(0, +), transactions: Int64(members.count))
        }
    }

    private static func groups(
        _ transactions: [Transaction], by key: (Transaction) -> String, order: (MarketSnapshot.Group) -> Int64
    ) -> [MarketSnapshot.Group] {
        Dictionary(grouping: transactions) { Array(key($0).utf8) }.map { bytes, members in
            MarketSnapshot.Group(
                key: String(decoding: bytes, as: UTF8.self), revenue: members.map(\.amount).reduce(0, +),
                transactions: Int64(members.count), quantity: members.map { Int64($0.quantity) }.reduce(0, +))
        }.sorted {
            order($0) != order($1)
                ? order($0) > order($1) : $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
        }
    }
}
