internal import Commerce

/// The largest transactions: highest amount first; ties by earlier timestamp, then by the bytes of the id.
struct TopTransactions: Sendable, Equatable {
    /// The most transactions.
    static let limit = 10

    private(set) var transactions: [Transaction] = []

    /// The least amount that can still enter.
    var leastAmount: Int64 {
        transactions.count < Self.limit ? .min : (transactions.last?.amount ?? .min)
    }

    /// Whether a transaction of that amount and time may enter; if it ties in both, its id decides.
    func mayEnter(amount: Int64, timestamp: Int64) -> Bool {
        guard transactions.count == Self.limit, let last = transactions.last else { return true }
        return amount > last.amount || (amount == last.amount && timestamp <= last.timestamp.microseconds)
    }

    mutating func add(_ transaction: Transaction) {
        let index = transactions.firstIndex { Self.precedes(transaction, $0) } ?? transactions.count
        guard index < Self.limit else { return }
        transactions.insert(transaction, at: index)
        if transactions.count > Self.limit { transactions.removeLast() }
    }

    mutating func merge(_ other: TopTransactions) {
        for transaction in other.transactions { add(transaction) }
    }

    static func precedes(_ left: Transaction, _ right: Transaction) -> Bool {
        if left.amount != right.amount { return left.amount > right.amount }
        if left.timestamp != right.timestamp { return left.timestamp < right.timestamp }
        return left.transactionID.utf8.lexicographicallyPrecedes(right.transactionID.utf8)
    }
}
