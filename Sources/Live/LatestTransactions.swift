internal import Commerce

/// The transactions that arrived last, newest first.
struct LatestTransactions: Sendable, Equatable {
    /// The most transactions.
    static let limit = 20

    struct Arrival: Sendable, Equatable {
        /// When the transaction was read, in microseconds.
        var time: Int64
        var partition: Int32
        var offset: Int64
        var transaction: Transaction

        /// Whether this one is shown before another: the later one; among those of one moment the higher offset, for there
        /// is no order between partitions.
        func precedes(_ other: Arrival) -> Bool {
            (time, offset, partition) > (other.time, other.offset, other.partition)
        }
    }

    private(set) var arrivals: [Arrival] = []

    mutating func add(_ arrival: Arrival) {
        let index = arrivals.firstIndex { arrival.precedes($0) } ?? arrivals.count
        guard index < Self.limit else { return }
        arrivals.insert(arrival, at: index)
        if arrivals.count > Self.limit { arrivals.removeLast() }
    }

    mutating func merge(_ other: LatestTransactions) {
        for arrival in other.arrivals { add(arrival) }
    }
}
