import Commerce
import Live
import MessageTesting
import SparkConnect
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
        var figures = LocalFigures(market.settings, live: LiveAggregate(), arrival: Self.arrival)
        var whole = LiveAggregate(intervalLength: market.settings.size)
        for (partition, sales) in market.sales.enumerated() {
            whole.add(market.batch(partition), rows: 0..<sales.count, arrival: Self.arrival)
            var place = 0
            while place < sales.count {
                let end = min(place + 1 + random.below(400), sales.count)
                try figures.add(batch(partition, place..<end))
                place = end
            }
        }
        #expect(snapshot(figures.live) == snapshot(whole))
        let found = figures.figures
        #expect(found.accepted == 6_000)
        for (partition, sales) in market.sales.enumerated() {
            #expect(found.largestEventTimes[Int32(partition)] == sales.map(\.timestamp.microseconds).max())
        }
        let starts = market.sales.joined().map { market.settings.start(of: $0.timestamp.microseconds) }
        #expect(found.windowStarts == Set(starts))
    }

    @Test func `rows that are not in the order of their offsets are refused`() throws {
        var figures = LocalFigures(market.settings, live: LiveAggregate(), arrival: Self.arrival)
        for (partition, places) in [(0, 10..<20), (1, 0..<5), (0, 20..<21)] {
            try figures.add(batch(partition, places))
        }
        #expect(throws: LocalFigures.Disorder.self) { try figures.add(batch(0, 20..<30)) }
        var disordered = TransactionBatch(partition: 2)
        disordered.append(market.sales[2][1], offset: 1)
        disordered.append(market.sales[2][0], offset: 0)
        do {
            try figures.add(disordered)
            Issue.record("rows in disorder were taken")
        } catch is LocalFigures.Disorder {}
    }

    /// Times that no accepted transaction has.
    private static let foreignTimes = [Int64.min, -1, Timestamp.acceptedMicroseconds.upperBound, .max]

    @Test(arguments: foreignTimes)
    func `in what the cluster sums up such a time is the same error`(time: Int64) throws {
        for number in [LivePlan.Number.earliest, .latest] {
            var numbers = Array(repeating: Int64(1), count: LivePlan.Number.allCases.count)
            numbers[LivePlan.Number.place.rawValue] = 3
            numbers[LivePlan.Number.first.rawValue] = 17
            let texts = LivePlan.saleTexts.map { _ in SparkValue.null }
            func row() -> [SparkValue] { [.text("block")] + texts + numbers.map { .integer($0) } }
            #expect(try LiveFigures([row()]).blocks.count == 1)
            numbers[number.rawValue] = time
            let error = #expect(throws: SparkJobError.self) { try LiveFigures([row()]) }
            #expect(error?.code == .inconsistent && error?.description.contains("partition 3 from offset 17") == true)
        }
    }

    @Test(arguments: foreignTimes)
    func `a time that no accepted transaction has is an error that names the place`(time: Int64) throws {
        var sale = market.sales[0][0]
        sale.timestamp = Timestamp(microseconds: time)
        var batch = TransactionBatch(partition: 3)
        batch.append(sale, offset: 17)
        var figures = LocalFigures(market.settings, live: LiveAggregate(), arrival: Self.arrival)
        do {
            try figures.add(batch)
            Issue.record("a time beyond all was taken")
        } catch let error as SparkJobError {
            #expect(error.code == .inconsistent && error.description.contains("partition 3, offset 17"))
        }
    }
}
