import Commerce
import Lake
import LakeTesting
import Live
import Synchronization
import Testing
import TransactionLogs
import Windowing

@testable import Streaming

/// No sale is ever too late: windows that had been forgotten are recomputed from the lake.
struct ReconciliationTests {
    /// A history that can't be recomputed until it is allowed to.
    private final class ClosedHistory: TransactionHistory {
        struct Closed: Error {}

        let isOpen = Atomic(false)
        private let base: TableHistory

        init(_ fileSystem: any FileSystem) { base = TableHistory(fileSystem: fileSystem) }

        func replay(_ body: (Int32, Int64, Transaction) throws -> Void) throws { try base.replay(body) }

        func differences(
            in windows: StaleWindows, cancellation: Cancellation, _ body: (Windowing.WindowRow) throws -> Void
        ) throws {
            guard isOpen.load(ordering: .relaxed) else { throw Closed() }
            try base.differences(in: windows, cancellation: cancellation, body)
        }
    }

    private static let hour: Int64 = 3_600_000_000

    /// Sales a minute apart, and then one of the first minute again.
    private static let history =
        (0..<120).map { Market.sale($0, at: Market.opening + Int64($0) * 60_000_000) }
        + [Market.sale(120, at: Market.opening + 30_000_000)]

    @Test(arguments: 0..<12)
    func `the windows of a history are those of its sales, in whatever order they arrive`(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        var market = Market(seed: 5, step: 20_000_000)
        let messages = market.draw(count: 600, partitions: 3).mapValues { messages in
            seed == 0 ? messages : messages.shuffled(using: &generator)
        }
        let fileSystem = SimulatedFileSystem(seed: UInt64(seed))
        var settings = Scenario.settings(run: "r")
        settings.windows = try WindowSettings(
            delay: Scenario.windows.delay, lateness: [0, 60_000_000, Self.hour][seed % 3])
        settings.workers = 2
        settings.commitRows = [20, 200, 10_000][seed / 3 % 3]
        let summary = try Pipeline(
            log: MemoryLog(messages, recordsPerRead: 16), fileSystem: fileSystem, settings: settings,
            clock: TestClock(), hub: Hub(), history: TableHistory(fileSystem: fileSystem)
        ) { "table" }.run()
        #expect(summary.accounting.staleWindows == 0 && summary.accounting.addsUp)
        #expect(try LakeContent(of: fileSystem) == LakeContent(of: messages, windows: settings.windows))
    }

    @Test func `a pipeline that follows its log recomputes stale windows after a while`() throws {
        let log = MemoryLog([0: Array(Self.history.dropLast())])
        let fileSystem = SimulatedFileSystem(seed: 1)
        let clock = TestClock()
        let run = try BackgroundRun(log: log, fileSystem: fileSystem, clock: clock) { $0.commitInterval = 5_000 }
        _ = try run.wait { $0.pipeline.windowsClosed > 100 }
        log.append([Self.history[120].bytes], to: 0)
        _ = try run.wait { $0.pipeline.staleWindows == 1 }
        clock.advance(seconds: 61)
        let shown = try run.wait { $0.pipeline.staleWindows == 0 }
        #expect(shown.pipeline.revised == 4)
        _ = try run.drain()
        let first = try LakeContent(of: fileSystem).windows.filter { $0.key.start == Market.opening }
        #expect(first.count == 4 && first.values.allSatisfy { $0.count == 2 && $0.revenue == 20_00 })
    }

    @Test func `a recomputation that fails is reported, leaves its windows stale and costs no sale`() throws {
        let log = MemoryLog([0: Self.history])
        let fileSystem = SimulatedFileSystem(seed: 1)
        let clock = TestClock()
        let events = EventRecord()
        let history = ClosedHistory(fileSystem)
        let run = try BackgroundRun(
            log: log, fileSystem: fileSystem, clock: clock, history: history, events: events
        ) {
            $0.commitInterval = 5_000
            $0.commitRows = 20
        }
        _ = try run.wait { $0.pipeline.staleWindows == 1 }
        _ = try run.wait { snapshot in
            clock.advance(seconds: 61)
            return snapshot.pipeline.staleWindows == 1 && events.all.contains(.notReconciled("Closed()"))
        }
        log.append([Market.sale(121, at: Market.opening + 2 * Self.hour).bytes], to: 0)
        _ = try run.wait { $0.pipeline.accepted == 122 && $0.pipeline.staleWindows == 1 }
        history.isOpen.store(true, ordering: .relaxed)
        _ = try run.wait { snapshot in
            clock.advance(seconds: 61)
            return snapshot.pipeline.staleWindows == 0
        }
        _ = try run.drain()
    }

    @Test func `what a drain leaves stale is recorded, and the next bounded run makes it right`() throws {
        let log = MemoryLog([0: Self.history])
        let fileSystem = SimulatedFileSystem(seed: 1)
        let run = try BackgroundRun(log: log, fileSystem: fileSystem) { $0.commitRows = 20 }
        _ = try run.wait { $0.pipeline.staleWindows == 1 }
        #expect(try run.drain().total.staleWindows == 1)
        let lake = try #require(try TransactionLake.open(on: fileSystem))
        let record = try #require(try CommitHistory(lake.transactions, pipeline: "souk").last())
        #expect(record.staleWindows.starts == [Market.opening])
        var settings = Scenario.settings(run: "r")
        settings.commitRows = 20
        let summary = try Pipeline(
            log: log, fileSystem: fileSystem, settings: settings, clock: TestClock(), hub: Hub(),
            history: TableHistory(fileSystem: fileSystem)
        ) { "table" }.run()
        #expect(summary.total.staleWindows == 0 && summary.accounting.read == 0)
        #expect(try LakeContent(of: fileSystem) == LakeContent(of: [0: Self.history], windows: Scenario.windows))
    }

    @Test func `a window that becomes stale again while it is recomputed stays stale`() throws {
        let log = MemoryLog([0: Self.history], recordsPerRead: 16)
        let fileSystem = SimulatedFileSystem(seed: 1)
        var settings = Scenario.settings(run: "r")
        settings.untilEnd = false
        let pipeline = try SteppedPipeline(log: log, fileSystem: fileSystem, settings: settings, seed: 1)
        defer { pipeline.close() }
        while try pipeline.step(0).count > 0 { try pipeline.commit() }
        #expect(pipeline.committer.state.stale.starts == [Market.opening])
        let windows = pipeline.committer.beginReconciliation()
        log.append([Market.sale(121, at: Market.opening).bytes], to: 0)
        try pipeline.readAll()
        try pipeline.commit()
        try pipeline.committer.commit([], reconciled: ReconciledWindows(windows: windows), closingAll: false)
        #expect(pipeline.committer.state.stale.starts == [Market.opening])
        _ = pipeline.committer.beginReconciliation()
        try pipeline.committer.commit([], reconciled: ReconciledWindows(windows: windows), closingAll: false)
        #expect(pipeline.committer.state.stale.isEmpty)
    }

    @Test func `a lake of an earlier version that left sales outside has all that was closed recomputed`() throws {
        let fileSystem = SimulatedFileSystem(seed: 1)
        let scenario = Scenario(seed: 2, count: 200, partitions: 3, commitRows: 40)
        try scenario.run(on: fileSystem, seed: 1)
        let lake = try #require(try TransactionLake.open(on: fileSystem))
        let record = try #require(try CommitHistory(lake.transactions, pipeline: "souk").last())
        let text = try record.json().replacing("\"windowed\":\(record.windowed)", with: "\"windowed\":90,\"tooLate\":5")
        let old = try CommitRecord(json: text)
        #expect(old.accounting.windowed == 95)
        #expect(old.staleWindows.ranges.count == 1 && old.staleWindows.ranges[0].lowerBound == 0)
        let latest = try #require(record.largestEventTimes.values.max())
        #expect(old.staleWindows.ranges[0].contains(latest))
    }
}
