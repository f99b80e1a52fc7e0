/// Revenue over event time: the most recent intervals that hold a transaction, in bounded number.
///
/// What the series holds does not depend on the order of transactions or merges: an interval that was dropped had enough
/// later ones beside it, and still has.
struct RevenueSeries: Sendable, Equatable {
    /// The most intervals.
    let limit: Int

    struct Interval: Sendable, Equatable {
        var start: Int64
        var revenue: Int64
        var transactions: Int64
    }

    /// Ascending by start.
    private(set) var intervals: [Interval] = []

    init(limit: Int) { self.limit = limit }

    mutating func add(_ totals: LiveTotals, start: Int64) {
        let index = index(of: start)
        if index < intervals.count, intervals[index].start == start {
            var sum = LiveTotals(
                revenue: intervals[index].revenue, transactions: intervals[index].transactions, quantity: 0)
            sum.merge(totals)
            intervals[index].revenue = sum.revenue
            intervals[index].transactions = sum.transactions
        } else if intervals.count < limit || index > 0 {
            intervals.insert(
                Interval(start: start, revenue: totals.revenue, transactions: totals.transactions), at: index)
            if intervals.count > limit { intervals.removeFirst() }
        }
    }

    mutating func merge(_ other: RevenueSeries) {
        for interval in other.intervals {
            let totals = LiveTotals(revenue: interval.revenue, transactions: interval.transactions, quantity: 0)
            add(totals, start: interval.start)
        }
    }

    /// Where an interval stands or would have to stand; most are the last one.
    private func index(of start: Int64) -> Int {
        guard let last = intervals.last, start <= last.start else { return intervals.count }
        var (low, high) = (0, intervals.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if intervals[middle].start < start { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
