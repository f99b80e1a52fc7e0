import Commerce
import Testing

@testable import Live

@Suite struct LiveAggregateTests {
    private func snapshot(of aggregate: LiveAggregate) -> MarketSnapshot {
        var snapshot = MarketSnapshot()
        aggregate.fill(&snapshot)
        return snapshot
    }

    private func restored(_ aggregate: LiveAggregate) throws -> LiveAggregate {
        var reader = BinaryReader(aggregate.encoded())
        let restored = try LiveAggregate(from: &reader, intervalLength: aggregate.intervalLength)
        try reader.finish()
        return restored
    }

    /// Divides random transactions among lanes, batches and commits, and returns the aggregates and all arrivals.
    private func divide(
        _ count: Int, intervalLength: Int64, using generator: inout SeededGenerator
    ) throws -> (aggregates: [LiveAggregate], arrivals: [Market.Arrival]) {
        var base = LiveAggregate(intervalLength: intervalLength, largeAmount: Market.largeAmount)
        var arrivals: [Market.Arrival] = []
        var aggregates: [LiveAggregate] = []
        for partition in 0..<Int32(Int.random(in: 1...3, using: &generator)) {
            var batch = TransactionBatch(partition: partition)
            var lane = LiveAggregate(intervalLength: intervalLength, largeAmount: Market.largeAmount)
            var time = Int64.random(in: 0..<100, using: &generator)
            var offset: Int64 = 0
            while offset < count {
                if Bool.random(using: &generator) { batch.removeAll() }
                let first = batch.count
                time += Int64.random(in: 0...50, using: &generator)
                for _ in 0..<Int.random(in: 0...60, using: &generator) {
                    let transaction = Market.transaction(arrivals.count, using: &generator)
                    batch.append(transaction, offset: offset)
                    arrivals.append(
                        Market.Arrival(transaction: transaction, time: time, partition: partition, offset: offset))
                    offset += 1
                }
                lane.add(batch, rows: first..<batch.count, arrival: Timestamp(microseconds: time))
                if Int.random(in: 0..<8, using: &generator) == 0 {
                    base.merge(lane)
                    base = try restored(base)
                    lane = LiveAggregate(intervalLength: intervalLength, largeAmount: Market.largeAmount)
                }
            }
            aggregates.append(lane)
        }
        return (aggregates + [base], arrivals)
    }

    @Test func `however transactions are divided, merged and restored, the snapshot is that of a plain recomputation`()
        throws
    {
        for seed in 0..<300 {
            var generator = SeededGenerator(seed: seed)
            let (aggregates, arrivals) = try divide(
                seed * 2, intervalLength: seed.isMultiple(of: 2) ? 60_000_000 : 7_000_000, using: &generator)
            var whole = aggregates[0].emptied
            for aggregate in aggregates.shuffled(using: &generator) { whole.merge(aggregate) }

            var expected = Market.snapshot(of: arrivals, intervalLength: whole.intervalLength)
            let actual = snapshot(of: whole)
            #expect(actual.customers == expected.customers)
            #expect(actual.customersError == 0)
            expected.customers = actual.customers
            #expect(actual == expected, "seed \(seed)")
        }
    }

    @Test func `merging is commutative and associative`() throws {
        for seed in 0..<100 {
            var generator = SeededGenerator(seed: seed)
            var parts: [LiveAggregate] = []
            for _ in 0..<3 {
                parts += try divide(100, intervalLength: 60_000_000, using: &generator).aggregates.prefix(1)
            }
            var left = parts[0]
            left.merge(parts[1])
            left.merge(parts[2])
            var right = parts[2]
            right.merge(parts[1])
            var other = parts[0]
            other.merge(right)
            #expect(left == other)
            #expect(left != parts[0])
        }
    }

    @Test func `rows that another partition's batch brings are not mistaken for the first one's keys`() {
        var generator = SeededGenerator(seed: 1)
        var aggregate = LiveAggregate()
        for (partition, city) in ["Rabat", "Agadir", "Fès"].enumerated() {
            var batch = TransactionBatch(partition: Int32(partition))
            var transaction = Market.transaction(0, using: &generator)
            transaction.city = city
            batch.append(transaction, offset: 0)
            aggregate.add(batch, rows: 0..<1, arrival: Timestamp(microseconds: 0))
        }
        #expect(Set(snapshot(of: aggregate).cities.map(\.key)) == ["Rabat", "Agadir", "Fès"])
    }

    @Test func `the leading category of a city is by revenue, and a tie is settled by name`() throws {
        var batch = TransactionBatch(partition: 0)
        var generator = SeededGenerator(seed: 6)
        for (offset, (city, category, amount)) in [
            ("Rabat", "Toys", 300), ("Rabat", "Books", 100), ("Rabat", "Books", 200), ("Safi", "Books", 0),
            ("Fès", "Food", 5), ("Fès", "Toys", 6),
        ].enumerated() {
            var transaction = Market.transaction(offset, using: &generator)
            (transaction.city, transaction.category, transaction.amount) = (city, category, Int64(amount))
            batch.append(transaction, offset: Int64(offset))
        }
        var aggregate = LiveAggregate()
        aggregate.add(batch, rows: 0..<4, arrival: Timestamp(microseconds: 0))
        aggregate.add(batch, rows: 4..<batch.count, arrival: Timestamp(microseconds: 0))
        let cities = snapshot(of: try restored(aggregate)).cities
        #expect(cities.map(\.key) == ["Rabat", "Fès", "Safi"])
        #expect(cities.map(\.topCategory) == ["Books", "Toys", "Books"])
        #expect(cities.map(\.averageBasket) == [200, 6, 0])
    }

    @Test func `of more pairs of cities and categories than there is room for, none is shown wrongly`() throws {
        var generator = SeededGenerator(seed: 7)
        var batch = TransactionBatch(partition: 0)
        var aggregate = LiveAggregate()
        func add(_ numbers: Range<Int>) {
            for number in numbers {
                var transaction = Market.transaction(number, using: &generator)
                (transaction.city, transaction.category) = ("city \(number)", "category \(number)")
                batch.append(transaction, offset: Int64(number))
            }
            aggregate.add(batch, rows: numbers, arrival: Timestamp(microseconds: 0))
        }
        add(0..<200)
        #expect(snapshot(of: aggregate).cities.allSatisfy { $0.topCategory != nil })
        let before = aggregate
        add(200..<300)
        aggregate.merge(before)
        #expect(snapshot(of: try restored(aggregate)).cities.allSatisfy { $0.topCategory == nil })
    }

    @Test func `keys beyond the limit are counted together`() {
        var generator = SeededGenerator(seed: 2)
        var batch = TransactionBatch(partition: 0)
        for number in 0..<5_000 {
            var transaction = Market.transaction(number, using: &generator)
            transaction.city = "city \(number)"
            batch.append(transaction, offset: Int64(number))
        }
        var aggregate = LiveAggregate()
        aggregate.add(batch, rows: 0..<batch.count, arrival: Timestamp(microseconds: 0))
        let cities = snapshot(of: aggregate).cities
        #expect(cities.count == 4_097)
        #expect(cities.first?.key == "(other)")
        #expect(cities.first?.transactions == 904)
        #expect(cities.map(\.revenue).reduce(0, +) == snapshot(of: aggregate).revenue)
    }

    @Test func `revenue beyond all bounds stays at the greatest value`() {
        var generator = SeededGenerator(seed: 3)
        var batch = TransactionBatch(partition: 0)
        for number in 0..<3 {
            var transaction = Market.transaction(number, using: &generator)
            transaction.amount = .max / 2
            batch.append(transaction, offset: Int64(number))
        }
        var aggregate = LiveAggregate()
        aggregate.add(batch, rows: 0..<3, arrival: Timestamp(microseconds: 0))
        aggregate.merge(aggregate)
        #expect(snapshot(of: aggregate).revenue == .max)
        #expect(snapshot(of: aggregate).transactions == 6)
    }

    @Test func `a snapshot keeps its currency and pipeline`() throws {
        var snapshot = MarketSnapshot()
        snapshot.currency = try #require(Currency(code: "EUR"))
        snapshot.pipeline.commits = 7
        LiveAggregate().fill(&snapshot)
        #expect(snapshot.currency.code == "EUR")
        #expect(snapshot.pipeline.commits == 7)
        #expect(snapshot.transactions == 0)
    }

    @Test func `every truncation is found, and damage never crashes`() throws {
        var generator = SeededGenerator(seed: 4)
        let aggregate = try divide(50, intervalLength: 60_000_000, using: &generator).aggregates[0]
        let bytes = aggregate.encoded()
        for count in bytes.indices {
            #expect(throws: BinaryReaderError.self, "\(count) bytes") {
                var reader = BinaryReader(Array(bytes[..<count]))
                _ = try LiveAggregate(from: &reader, intervalLength: aggregate.intervalLength)
            }
        }
        var refused = 0
        for index in bytes.indices {
            var damaged = bytes
            damaged[index] ^= UInt8.random(in: 1...255, using: &generator)
            var reader = BinaryReader(damaged)
            if let survivor = try? LiveAggregate(from: &reader, intervalLength: aggregate.intervalLength) {
                _ = snapshot(of: survivor)
            } else {
                refused += 1
            }
        }
        #expect(refused > 0)
    }
}
