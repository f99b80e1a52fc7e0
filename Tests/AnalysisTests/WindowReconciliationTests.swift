import Analysis
import Testing

@Suite struct WindowReconciliationTests {
    /// What a right pipeline has written, with faults in some windows.
    private struct Damaged {
        let pipeline: ReferencePipeline
        var windows: [WindowRow]
        var stale: [Range<Int64>] = []

        /// - Parameter runs: how many neighbouring windows are damaged, and how many are left alone before the next.
        init(seed: UInt64, runs: [(damaged: Int, right: Int)]) {
            pipeline = ReferencePipeline(seed: seed)
            windows = pipeline.windows
            let starts = Set(windows.map(\.start)).sorted()
            var place = 0
            for run in runs where place + run.damaged < starts.count {
                let range = starts[place]..<starts[place] + Int64(run.damaged) * pipeline.windowSize
                stale.append(range)
                // Some have never been written, some lack their last revision, some lack a sale.
                windows.removeAll { range.contains($0.start) && $0.dimension == "city" && $0.revision == 0 }
                windows.removeAll { range.contains($0.start) && $0.revision > 0 }
                for index in windows.indices where range.contains(windows[index].start) {
                    let lacksSale = windows[index].dimension == "all" && windows[index].transactions > 1
                    windows[index].transactions -= lacksSale ? 1 : 0
                }
                place += run.damaged + run.right
            }
        }
    }

    private func corrections(_ lake: Damaged, in ranges: [Range<Int64>]) throws -> [WindowReconciliation.Correction] {
        var corrections: [WindowReconciliation.Correction] = []
        try withTestLake { files in
            try files.write(lake.pipeline.sales)
            try files.write(lake.windows)
            let reconciliation = WindowReconciliation(
                database: try files.database(), windowSize: lake.pipeline.windowSize)
            try reconciliation.forEach(in: ranges) { corrections.append($0) }
        }
        return corrections
    }

    @Test(arguments: [
        [(1, 1)], [(2, 1), (1, 2)], Array(repeating: (1, 0), count: 9), Array(repeating: (1, 1), count: 4),
    ])
    func `every row that differs comes as its next revision, in order, and nothing else`(
        runs: [(damaged: Int, right: Int)]
    ) throws {
        for seed in UInt64(1)...3 {
            let lake = Damaged(seed: seed, runs: runs)
            var lastRevision: [String: Int32] = [:]
            for row in lake.windows {
                lastRevision["\(row.start) \(row.dimension) \(row.key)", default: -1] = max(
                    row.revision, lastRevision["\(row.start) \(row.dimension) \(row.key)"] ?? -1)
            }
            let found = try corrections(lake, in: lake.stale)
            #expect(!found.isEmpty)
            #expect(
                found.map { "\($0.windowStart) \($0.dimension) \($0.key)" }
                    == found.sorted {
                        ($0.windowStart, $0.dimension, $0.key) < ($1.windowStart, $1.dimension, $1.key)
                    }.map { "\($0.windowStart) \($0.dimension) \($0.key)" })
            var repaired = lake.windows
            for row in found {
                #expect(lake.stale.contains { $0.contains(row.windowStart) })
                #expect(row.revision == (lastRevision["\(row.windowStart) \(row.dimension) \(row.key)"] ?? -1) + 1)
                repaired.append(
                    WindowRow(
                        start: row.windowStart, end: row.windowStart + lake.pipeline.windowSize,
                        dimension: row.dimension, key: row.key, revenue: row.revenue, average: row.average,
                        transactions: row.transactions, quantity: row.articles, largest: row.largest,
                        revision: row.revision))
            }
            try withTestLake { files in
                try files.write(lake.pipeline.sales)
                try files.write(repaired)
                try files.write(lake.pipeline.rejected)
                let result = try Verification(database: try files.database(), input: lake.pipeline.input).run()
                #expect(
                    result.checks.filter { !$0.passed && $0.name != "counter_revised" }.isEmpty, "\(result.text)")
            }
        }
    }

    @Test func `a right lake needs no correction`() throws {
        let lake = Damaged(seed: 4, runs: [])
        #expect(try corrections(lake, in: [0..<Int64(1) << 60]).isEmpty)
    }
}
