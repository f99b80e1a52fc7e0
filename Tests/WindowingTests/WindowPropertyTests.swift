import Testing

@testable import Windowing

@Suite struct WindowPropertyTests {
    private let origin: Int64 = 1_700_000_000_000_000

    @Test func `any order, lanes, batches, cuts, commits and crashes give the windows of a plain recomputation`() throws
    {
        var staleCount: Int64 = 0
        for seed in 0..<2_000 {
            var generator = SeededGenerator(seed: seed)
            // From windows that are forgotten as soon as they close to some that never are.
            let settings = try WindowSettings(
                delay: [0, 60_000_000][seed % 2], lateness: [0, 600_000_000, WindowSettings.longest][seed % 3])
            let span = Int64.random(in: 1...(seed.isMultiple(of: 2) ? 600 : 86_400), using: &generator) * 1_000_000
            let count = Int.random(in: 1...120, using: &generator)
            let sales = (0..<count).map { _ in Sale.random(in: origin..<origin + span, using: &generator) }
            var logs = [[Sale]](repeating: [], count: Int.random(in: 1...4, using: &generator))
            for sale in sales { logs[Int.random(in: 0..<logs.count, using: &generator)].append(sale) }

            let pipeline = try Pipeline(logs: logs, settings: settings)
            try pipeline.run(crashes: true, using: &generator)

            #expect(Oracle(pipeline.rows) == Oracle(sales, size: settings.size), "seed \(seed)")
            expectDenseRevisions(pipeline.rows)
            #expect(pipeline.stale.isEmpty)
            staleCount += pipeline.staleCount
            #expect(
                pipeline.rows.allSatisfy { row in
                    row.windowEnd == row.windowStart + settings.size
                        && (row.average * row.numTransactions - row.totalRevenue).magnitude * 2 <= row.numTransactions
                })
        }
        #expect(staleCount > 1_000, "the cases are too tame to mean anything")
    }
}
