import Commerce
import Testing

@testable import Live

@Suite struct LiveIncrementTests {
    private static let interval: Int64 = 60_000_000

    /// What a cluster would sum up of some arrivals.
    private func increment(of arrivals: [Market.Arrival], withRegisters: Bool) -> LiveIncrement {
        var increment = LiveIncrement()
        for arrival in arrivals {
            let sale = arrival.transaction
            let start = sale.timestamp.microseconds / Self.interval * Self.interval
            let sums = LiveIncrement.Sums(
                revenue: sale.amount, transactions: 1, quantity: Int64(sale.quantity))
            increment.intervals[start, default: .zero].add(sums)
            increment.categories.append(LiveIncrement.Group(key: sale.category, sums: sums))
            increment.cities.append(LiveIncrement.Group(key: sale.city, sums: sums))
            let quarter = sale.timestamp.microseconds / 900_000_000 * 900_000_000
            increment.quarters[quarter, default: .zero].add(sums)
            increment.cityCategories.append(
                LiveIncrement.CityCategory(city: sale.city, category: sale.category, sums: sums))
            if sale.amount > Market.largeAmount { increment.largeTransactions += 1 }
            increment.paymentMethods.append(LiveIncrement.Group(key: sale.paymentMethod, sums: sums))
            let hash = XXH64.hash(Array(sale.userID.utf8), in: 0..<sale.userID.utf8.count)
            if withRegisters {
                let rest = hash << UInt64(CustomerSketch.indexBits)
                increment.customerRegisters.append(
                    LiveIncrement.Register(
                        index: Int(hash >> UInt64(64 - CustomerSketch.indexBits)),
                        rank: UInt8(min(rest.leadingZeroBitCount + 1, CustomerSketch.maximumRank))))
            } else {
                increment.customerHashes.append(hash)
            }
        }
        increment.top = arrivals.map(\.transaction)
        increment.latest = arrivals.map {
            LiveIncrement.Row(partition: $0.partition, offset: $0.offset, transaction: $0.transaction)
        }
        return increment
    }

    @Test func `sums from elsewhere show what the transactions themselves would`() {
        var generator = SeededGenerator(seed: 5)
        var aggregate = LiveAggregate(intervalLength: Self.interval, largeAmount: Market.largeAmount)
        var arrivals: [Market.Arrival] = []
        for round in 0..<6 {
            let new = (0..<Int.random(in: 1...80, using: &generator)).map { number in
                Market.Arrival(
                    transaction: Market.transaction(arrivals.count + number, using: &generator),
                    time: Int64(round) * 1_000, partition: 0, offset: Int64(arrivals.count + number))
            }
            arrivals += new
            aggregate.add(
                increment(of: new, withRegisters: false), arrival: Timestamp(microseconds: Int64(round) * 1_000))
        }
        var snapshot = MarketSnapshot()
        aggregate.fill(&snapshot)
        let expected = Market.snapshot(of: arrivals, intervalLength: Self.interval)
        #expect(snapshot.transactions == expected.transactions && snapshot.revenue == expected.revenue)
        #expect(snapshot.quantity == expected.quantity && snapshot.customers == expected.customers)
        #expect(snapshot.categories == expected.categories && snapshot.cities == expected.cities)
        #expect(snapshot.paymentMethods == expected.paymentMethods && snapshot.series == expected.series)
        #expect(snapshot.quarters == expected.quarters)
        #expect(
            snapshot.largeTransactions == expected.largeTransactions && snapshot.largeAmount == expected.largeAmount)
        #expect(snapshot.top == expected.top && snapshot.latest == expected.latest)
    }

    @Test func `customers that were hashed elsewhere are the ones that are hashed here`() {
        var here = CustomerSketch()
        var hashes: [UInt64] = []
        var registers: [LiveIncrement.Register] = []
        for number in 0..<5_000 {
            let id = Array("user_\(number)".utf8)
            here.add(id)
            let hash = XXH64.hash(id, in: 0..<id.count)
            hashes.append(hash)
            let rest = hash << UInt64(CustomerSketch.indexBits)
            registers.append(
                LiveIncrement.Register(
                    index: Int(hash >> UInt64(64 - CustomerSketch.indexBits)),
                    rank: UInt8(min(rest.leadingZeroBitCount + 1, CustomerSketch.maximumRank))))
        }
        var elsewhere = CustomerSketch()
        elsewhere.add(hashes, [])
        #expect(elsewhere == here)
        elsewhere = CustomerSketch()
        elsewhere.add(Array(hashes.prefix(100)), registers.shuffled())
        #expect(elsewhere == here && elsewhere.error > 0)
    }

    @Test func `registers that no sketch has are left out`() {
        var sketch = CustomerSketch()
        sketch.add([], [LiveIncrement.Register(index: -1, rank: 9), LiveIncrement.Register(index: 1 << 20, rank: 9)])
        #expect(sketch.count == 0)
        sketch.add([], [LiveIncrement.Register(index: 0, rank: .max)])
        #expect(sketch.count > 0)
    }
}

extension LiveIncrement.Sums {
    fileprivate static let zero = Self(revenue: 0, transactions: 0, quantity: 0)

    fileprivate mutating func add(_ other: Self) {
        revenue += other.revenue
        transactions += other.transactions
        quantity += other.quantity
    }
}
