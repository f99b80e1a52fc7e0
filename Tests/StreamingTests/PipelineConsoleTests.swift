import Commerce
import LakeTesting
import Live
import Testing
import Windowing

@testable import Streaming

@Suite struct PipelineConsoleTests {
    private let opening = Timestamp(microseconds: Market.opening)

    private func moment(_ seconds: Int64) -> Timestamp {
        Timestamp(microseconds: Market.opening + seconds * 1_000_000)
    }

    /// A market that has read so many messages, of which every tenth was rejected.
    private func snapshot(read: Int64) -> MarketSnapshot {
        var snapshot = MarketSnapshot()
        snapshot.pipeline.read = read
        snapshot.pipeline.accepted = read - read / 10
        snapshot.latest = (0..<min(20, read)).compactMap { number in
            Market.sale(Int(read - number), at: Market.opening + 1_500_000).transaction
        }
        return snapshot
    }

    private let window = Windowing.WindowRow(
        windowStart: Market.opening, windowEnd: Market.opening + 60_000_000, dimension: .category, key: "Books",
        totalRevenue: 1_234_50, average: 617_25, numTransactions: 2, quantity: 3, maximumAmount: 1_000_00, revision: -1)

    private func account(read: Int64) -> Accounting {
        var account = Accounting()
        account.read = read
        account.accepted = read - read / 10
        return account
    }

    @Test func `new transactions are shown every ten seconds, the newest twenty, and what the lake held before is not`()
    {
        var console = PipelineConsole(since: account(read: 100), at: opening)
        func tables(read: Int64, after seconds: Int64) -> [ConsoleTable] {
            console.tables(snapshot(read: read), openWindows: { _ in [] }, now: moment(seconds))
        }
        #expect(tables(read: 103, after: 9).isEmpty)
        let first = tables(read: 103, after: 10)
        #expect(first.map(\.title) == ["3 messages since the last look, the newest transactions of them"])
        #expect(first.first?.rows.map { $0[1] } == ["s103", "s102", "s101"])
        #expect(
            first.first?.rows.first
                == ["2026-01-01 00:00:01", "s103", "user_1", "Rabat", "Books", "10.00", "1", "Cash"])
        #expect(tables(read: 200, after: 19).isEmpty)
        #expect(tables(read: 200, after: 20).first?.rows.count == 20)
        #expect(tables(read: 200, after: 30).isEmpty)
        #expect(tables(read: 201, after: 31).first?.rows.count == 1)
    }

    @Test func `messages that are read again after an outage are not shown again`() {
        var console = PipelineConsole(since: account(read: 0), at: opening)
        #expect(console.newTransactions(snapshot(read: 9))?.rows.count == 9)
        #expect(console.newTransactions(snapshot(read: 5)) == nil)
        #expect(console.newTransactions(snapshot(read: 11))?.rows.count == 1)
    }

    @Test func `open windows are shown as soon as there are any, and every thirty seconds from then on`() {
        var console = PipelineConsole(since: account(read: 0), at: opening)
        func tables(_ windows: [Windowing.WindowRow], after seconds: Int64) -> [ConsoleTable] {
            console.tables(
                MarketSnapshot(),
                openWindows: { limit in
                    #expect(limit == 60)
                    return windows
                }, now: moment(seconds))
        }
        #expect(tables([], after: 0).isEmpty)
        let table = tables([window], after: 5)
        #expect(
            table.first?.columns.map(\.name)
                == ["window_start", "category", "total_revenue", "num_transactions", "avg_transaction", "max_amount"])
        #expect(table.first?.rows == [["2026-01-01 00:00:00", "Books", "1234.50", "2", "617.25", "1000.00"]])
        #expect(tables([window], after: 34).isEmpty)
        #expect(tables([window], after: 35).count == 1)
    }

    @Test func `at one sale a second a running pipeline has open windows long before the first one closes`() throws {
        let sales = (0..<5).map { Market.sale($0, at: Market.opening + Int64($0) * 1_000_000).bytes }
        let log = MemoryLog(messages: [0: sales])
        let run = try BackgroundRun(log: log, fileSystem: SimulatedFileSystem(seed: 1)) { settings in
            settings.commitInterval = 100_000
        }
        _ = try run.wait { $0.pipeline.commits > 0 && $0.transactions == 5 }
        let rows = run.pipeline.openWindows(limit: 10)
        #expect(rows.map(\.key) == ["Books"])
        #expect(rows.map(\.totalRevenue) == [5 * 10_00] && rows.map(\.average) == [10_00])
        #expect(try run.drain().accounting.windowsClosed == 0)
    }
}
