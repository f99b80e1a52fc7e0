import Testing

@testable import Windowing

@Suite struct WindowPropertyTests {
    private let origin: Int64 = 1_700_000_000_000_000

    @Test func `any order, lanes, batches, cuts, commits and crashes give the windows of a plain recomputation`() throws
    {
        let settings = try WindowSettings(lateness: 30 * 24 * 3_600_000_000)
        for seed in 0..<2_000 {
            var generator = SeededGenerator(seed: seed)
            let span = Int64.random(in: 1...(seed.isMultiple(of: 2) ? 600 : 86_400), using: &generator) * 1_000_000
            let count = Int.random(in: 1...120, using: &generator)
            let sales = (0..<count).map { _ in Sale.random(in: origin..<origin + span, using: &generator) }
            var logs = [[Sale]](repeating: [], count: Int.random(in: 1...4, using: &generator))
            for sale in sales { logs[Int.random(in: 0..<logs.count, using: &generator)].append(sale) }

            let pipeline = try Pipeline(logs: logs, settings: settings)
            try pipeline.run(crashes: true, using: &generator)

            #expect(Oracle(pipeline.rows) == Oracle(sales, size: settings.size), "seed \(seed)")
            expectDenseRevisions(pipeline.rows)
            #expect(pipeline.lanes.allSatisfy { $0.tooLate == 0 })
            #expect(pipeline.state.windowsClosed == Set(pipeline.rows.map(\.windowStart)).count)
            #expect(pipeline.state.revised == pipeline.rows.count { $0.revision > 0 })
            #expect(
                pipeline.rows.allSatisfy { row in
                    row.windowEnd == row.windowStart + settings.size
                        && (row.average * row.numTransactions - row.totalRevenue).magnitude * 2 <= row.numTransactions
                })
        }
    }

    @Test func `lateness follows from each partition's own order, whatever the batches, cuts, commits and crashes`()
        throws
    {
        let settings = try WindowSettings(size: 10_000_000, delay: 5_000_000, lateness: 30_000_000)
        for seed in 0..<600 {
            var generator = SeededGenerator(seed: seed)
            let logs = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
                driftingLog(count: Int.random(in: 50...150, using: &generator), using: &generator)
            }
            let pipeline = try Pipeline(logs: logs.map { $0 + [endOfTime] }, settings: settings)
            try pipeline.run(crashes: true, using: &generator)

            let inTime = logs.map { salesInTime($0, settings: settings) }
            for (lane, expected) in zip(pipeline.lanes, inTime) {
                #expect(lane.windowed == expected.count + 1, "seed \(seed)")
                #expect(lane.windowed + lane.tooLate == lane.log.count)
            }
            let all = inTime.flatMap { $0 } + Array(repeating: endOfTime, count: logs.count)
            #expect(Oracle(pipeline.rows) == Oracle(all, size: settings.size), "seed \(seed)")
            expectDenseRevisions(pipeline.rows)
        }
    }

    @Test func `what was windowed is in the windows even when idle partitions awake behind the horizon`() throws {
        let settings = try WindowSettings(size: 10_000_000, delay: 0, lateness: 20_000_000, idleTimeout: 1_000_000)
        var tooLate = 0
        for seed in 0..<600 {
            var generator = SeededGenerator(seed: seed)
            let logs = (0..<3).map { _ in
                driftingLog(count: Int.random(in: 1...100, using: &generator), using: &generator)
            }
            let pipeline = try Pipeline(logs: logs, settings: settings)
            try pipeline.run(crashes: false, using: &generator)

            let windowed = pipeline.lanes.map(\.windowed).reduce(0, +)
            let written = Oracle(pipeline.rows).values.filter { $0.key.dimension == "all" }.map(\.value.count)
            #expect(written.reduce(0, +) == Int64(windowed), "seed \(seed)")
            expectDenseRevisions(pipeline.rows)
            tooLate += pipeline.lanes.map(\.tooLate).reduce(0, +)
        }
        #expect(tooLate > 0, "the cases are too tame to mean anything")
    }

    /// After it, an idle partition can't be judged by the others' watermarks any more: it keeps all partitions level.
    private var endOfTime: Sale { Sale(timestamp: origin + 1_000_000_000_000) }

    /// Sales that go forward, with delays that are often longer than the lateness.
    private func driftingLog(count: Int, using generator: inout SeededGenerator) -> [Sale] {
        var time = origin
        return (0..<count).map { _ in
            time += Int64.random(in: 0...6_000_000, using: &generator)
            let delay = Int64.random(in: 0...Int64.random(in: 1...120_000_000, using: &generator), using: &generator)
            return Sale.random(in: time - delay..<time - delay + 1, using: &generator)
        }
    }

    private func salesInTime(_ log: [Sale], settings: WindowSettings) -> [Sale] {
        var largest: Int64?
        return log.filter { sale in
            defer { largest = max(largest ?? sale.timestamp, sale.timestamp) }
            let end = (sale.timestamp / settings.size + 1) * settings.size
            guard let largest else { return true }
            return end + settings.lateness > largest - settings.delay
        }
    }
}
