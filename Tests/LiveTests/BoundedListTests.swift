import Commerce
import Testing

@testable import Live

/// The lists of bounded length against sorting everything.
@Suite struct BoundedListTests {
    @Test func `the series keeps the latest intervals, in whatever order they come`() {
        for seed in 0..<200 {
            var generator = SeededGenerator(seed: seed)
            let starts = (0..<Int64.random(in: 1...135, using: &generator)).shuffled(using: &generator)
            var series = RevenueSeries(limit: 120)
            var other = RevenueSeries(limit: 120)
            for start in starts {
                let totals = LiveTotals(revenue: start + 1, transactions: 1, quantity: 1)
                if seed.isMultiple(of: 2) || Bool.random(using: &generator) {
                    series.add(totals, start: start)
                } else {
                    other.add(totals, start: start)
                    other.add(totals, start: start)
                }
            }
            series.merge(other)
            #expect(series.intervals.map(\.start) == Array(starts.sorted().suffix(120)), "seed \(seed)")
            #expect(series.intervals.allSatisfy { $0.revenue == ($0.start + 1) * $0.transactions })
        }
    }

    @Test func `a full series drops its earliest interval for any later one, and takes no earlier one`() {
        for late in stride(from: Int64(-1), to: 241, by: 2) {
            var series = RevenueSeries(limit: 120)
            let starts = (0..<120).map { Int64($0) * 2 }
            for start in starts + [late] {
                series.add(LiveTotals(revenue: 1, transactions: 1, quantity: 1), start: start)
            }
            #expect(series.intervals.map(\.start) == Array((starts + [late]).sorted().suffix(120)))
        }
    }

    @Test func `ties in the top ten are decided by time and then by the id, whoever came first`() {
        for seed in 0..<100 {
            var generator = SeededGenerator(seed: seed)
            var transactions = (0..<60).map { number in
                var transaction = Market.transaction(number, using: &generator)
                transaction.amount = Int64.random(in: 7...8, using: &generator)
                transaction.timestamp = Timestamp(microseconds: Int64.random(in: 0...2, using: &generator))
                return transaction
            }
            var batch = TransactionBatch(partition: 0)
            for (offset, transaction) in transactions.enumerated() { batch.append(transaction, offset: Int64(offset)) }
            var aggregate = LiveAggregate()
            aggregate.add(batch, rows: 0..<60, arrival: Timestamp(microseconds: 0))
            var snapshot = MarketSnapshot()
            aggregate.fill(&snapshot)

            transactions.sort {
                if $0.amount != $1.amount { return $0.amount > $1.amount }
                if $0.timestamp != $1.timestamp { return $0.timestamp < $1.timestamp }
                return $0.transactionID < $1.transactionID
            }
            #expect(snapshot.top == Array(transactions.prefix(10)), "seed \(seed)")
        }
    }
}
