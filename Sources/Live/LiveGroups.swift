internal import Commerce

/// The totals by key of one dimension, for a bounded number of keys. Keys are the same if their bytes are.
///
/// Rows come with the ids of their lane's dictionary, which are translated by an array: a key is looked up only when the
/// lane meets it first. Transactions of keys beyond the limit are counted under `(other)`.
struct LiveGroups: Sendable {
    /// The most keys, besides `(other)`.
    static let maximumKeys = 4_096
    static let otherKey = Array("(other)".utf8)

    private(set) var keys: [[UInt8]] = []
    private(set) var totals: [LiveTotals] = []
    private var numbers: [[UInt8]: Int] = [:]
    /// The numbers of a lane's ids.
    private(set) var numbersByID: [Int] = []

    /// Learns what a lane's dictionary has added.
    mutating func learn(_ dictionary: StringDictionary) {
        for id in numbersByID.count..<max(dictionary.count, numbersByID.count) {
            let text = Int(dictionary.ends[id])..<Int(dictionary.ends[id + 1])
            numbersByID.append(number(of: Array(dictionary.bytes[text])))
        }
    }

    /// Forgets a lane's ids, before another lane's rows are added.
    mutating func forgetIDs() {
        numbersByID.removeAll(keepingCapacity: true)
    }

    /// Adds rows by their ids.
    mutating func add(_ ids: [UInt32], amounts: [Int64], quantities: [Int32], rows: Range<Int>) {
        let ids = ids.span
        let amounts = amounts.span
        let quantities = quantities.span
        let numbersByID = numbersByID
        let numbers = numbersByID.span
        var totals = totals.mutableSpan
        for row in rows {
            totals[numbers[Int(ids[row])]].add(amount: amounts[row], quantity: quantities[row])
        }
    }

    mutating func add(_ totals: LiveTotals, of key: [UInt8]) {
        self.totals[number(of: key)].merge(totals)
    }

    mutating func merge(_ other: LiveGroups) {
        for (key, totals) in zip(other.keys, other.totals) { add(totals, of: key) }
    }

    /// The groups as the dashboard shows them, those first that come first by `value`; ties by the key's bytes.
    ///
    /// - Parameter topCategory: gives the leading category of a number, where there is one.
    func sorted(
        by value: (LiveTotals) -> Int64, topCategory: (Int) -> [UInt8]? = { _ in nil }
    ) -> [MarketSnapshot.Group] {
        keys.indices.filter { totals[$0].transactions > 0 }.sorted { left, right in
            let (leftValue, rightValue) = (value(totals[left]), value(totals[right]))
            return leftValue != rightValue
                ? leftValue > rightValue : keys[left].lexicographicallyPrecedes(keys[right])
        }.map { number in
            MarketSnapshot.Group(
                key: String(decoding: keys[number], as: UTF8.self), revenue: totals[number].revenue,
                transactions: totals[number].transactions, quantity: totals[number].quantity,
                topCategory: topCategory(number).map { String(decoding: $0, as: UTF8.self) })
        }
    }

    /// The number of a key, or of `(other)`.
    mutating func number(of key: [UInt8]) -> Int {
        if let number = numbers[key] { return number }
        if keys.count >= Self.maximumKeys, key != Self.otherKey { return number(of: Self.otherKey) }
        numbers[key] = keys.count
        keys.append(key)
        totals.append(LiveTotals())
        return keys.count - 1
    }
}
