import Commerce
import Live
import MessageTesting
import Testing
import Windowing

@testable import SparkEngine

/// What this process counts of rows that it reads itself.
struct LocalFiguresTests {
    private static let arrival = Timestamp(microseconds: 1_767_312_000_000_000)
    private let market: Market

    init() throws { market = try Market(seed: 31, count: 6_000) }

    /// Some sales of a partition, as they come from a file.
    private func batch(_ partition: Int, _ places: Range<Int>) -> TransactionBatch {
        var batch = TransactionBatch(partition: Int32(partition))
        for place in places { batch.append(market.sales[partition][place], offset: Int64(place)) }
        return batch
    }

    private func snapshot(_ live: LiveAggregate) -> MarketSnapshot {
        var snapshot = MarketSnapshot()
        live.fill(&snapshot)
        return snapshot
    }

    @Test func `it is what Souk's own engine counts, however the rows are cut into files`() throws {
        var random = SplitMix64(seed: 32)
        var figures = LocalFigures(market.settings, after: [:], arrival: Self.arrival)
        var whole = LiveAggregate(intervalLength: market.settings.size)
        for (partition, sales) in market.sales.enumerated() {
            whole.add(market.batch(partition), rows: 0..<sales.count, arrival: Self.arrival)
            var place = 0
            while place < sales.count {
                let end = min(place + 1 + random.below(400), sales.count)
                let isInOrder = figures.add(batch(partition, place..<end))
                #expect(isInOrder)
                place = end
            }
        }
        #expect(snapshot(figures.live) == snapshot(whole))
        let found = figures.figures
        #expect(found.accepted == 6_000)
        let tooLate = try market.windows().tooLate
        #expect(tooLate > 20 && found.tooLate == Int64(tooLate))
        for (partition, sales) in market.sales.enumerated() {
            #expect(found.largestEventTimes[Int32(partition)] == sales.map(\.timestamp.microseconds).max())
        }
        let starts = market.sales.joined().map { market.settings.start(of: $0.timestamp.microseconds) }
        #expect(found.windowStarts == Set(starts))
    }

    @Test func `what came before decides what is too late`() throws {
        let latest = market.largestEventTime + 1_000_000_000_000
        var figures = LocalFigures(market.settings, after: [0: latest], arrival: Self.arrival)
        let areInOrder = [figures.add(batch(0, 0..<50)), figures.add(batch(1, 0..<1))]
        #expect(areInOrder == [true, true])
        #expect(figures.figures.tooLate == 50 && figures.figures.largestEventTimes[0] == latest)
    }

    @Test func `rows that are not in the order of their offsets are refused`() {
        var figures = LocalFigures(market.settings, after: [:], arrival: Self.arrival)
        let areInOrder = [
            figures.add(batch(0, 10..<20)), figures.add(batch(1, 0..<5)), figures.add(batch(0, 20..<21)),
            figures.add(batch(0, 20..<30)),
        ]
        #expect(areInOrder == [true, true, true, false])
        var disordered = TransactionBatch(partition: 2)
        disordered.append(market.sales[2][1], offset: 1)
        disordered.append(market.sales[2][0], offset: 0)
        let isInOrder = figures.add(disordered)
        #expect(!isInOrder)
    }
}
