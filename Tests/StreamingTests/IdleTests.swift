import Commerce
import Lake
import LakeTesting
import Live
import Testing
import Windowing

@testable import Streaming

/// Windows close although nothing comes any more.
struct IdleTests {
    private static let windowSize = Scenario.windows.size

    private func pipeline(
        _ log: MemoryLog, _ fileSystem: SimulatedFileSystem, _ clock: TestClock
    ) throws -> SteppedPipeline {
        var settings = Scenario.settings(run: "r\(fileSystem.disk.operationCount)")
        settings.untilEnd = false
        return try SteppedPipeline(log: log, fileSystem: fileSystem, settings: settings, clock: clock, seed: 1)
    }

    @Test func `an empty partition holds the windows back for the idle time-out and no longer`() throws {
        let log = MemoryLog([0: (0..<20).map { Market.sale($0, at: Market.opening + Int64($0) * 60_000_000) }, 1: []])
        let fileSystem = SimulatedFileSystem(seed: 1)
        let clock = TestClock()
        let pipeline = try pipeline(log, fileSystem, clock)
        defer { pipeline.close() }
        try pipeline.readAll()
        try pipeline.commit()
        #expect(pipeline.committer.state.accounting.windowsClosed == 0)
        clock.advance(seconds: 29.9)
        try pipeline.readAll()
        try pipeline.commit()
        #expect(pipeline.committer.state.accounting.windowsClosed == 0)
        #expect(pipeline.committer.state.sequence == 1, "there was nothing to commit")
        clock.advance(seconds: 0.1)
        try pipeline.commit()
        #expect(pipeline.committer.state.accounting.windowsClosed == 20)
        #expect(pipeline.committer.state.sequence == 2)
        try pipeline.commit()
        #expect(pipeline.committer.state.sequence == 2, "there was nothing to commit any more")
    }

    @Test func `a partition that is behind holds the windows back however long it takes`() throws {
        let log = MemoryLog([
            0: (0..<20).map { Market.sale($0, at: Market.opening + Int64($0) * 60_000_000) },
            1: (0..<20).map { Market.sale(100 + $0, at: Market.opening + Int64($0) * 1_000_000) },
        ])
        let clock = TestClock()
        let pipeline = try pipeline(log, SimulatedFileSystem(seed: 1), clock)
        defer { pipeline.close() }
        while try pipeline.step(0).count > 0 {}
        for _ in 0..<5 {
            clock.advance(seconds: 600)
            try pipeline.commit()
        }
        #expect(pipeline.committer.state.accounting.windowsClosed == 0)
    }

    @Test func `when all partitions are idle the last windows close by the clock, also after a restart`() throws {
        var generator = SeededGenerator(seed: 9)
        for restarts in [false, true] {
            let last = Market.opening + 19 * 20_000_000
            let log = MemoryLog([
                0: (0..<20).map { Market.sale($0, at: Market.opening + Int64($0) * 20_000_000) }, 1: [],
            ])
            let fileSystem = SimulatedFileSystem(seed: 1)
            let clock = TestClock(microseconds: last)
            var pipeline = try pipeline(log, fileSystem, clock)
            defer { pipeline.close() }
            let endOfLast = Scenario.windows.start(of: last) + Self.windowSize
            var idleSince = clock.now().microseconds
            while clock.now().microseconds < endOfLast + Scenario.windows.delay + 60_000_000 {
                try pipeline.readAll()
                try pipeline.commit()
                let now = clock.now().microseconds
                let isDue = now - idleSince >= Scenario.windows.idleTimeout && now - Scenario.windows.delay >= endOfLast
                if isDue { #expect(pipeline.committer.state.accounting.windowsClosed == 7) }
                if now < endOfLast { #expect(pipeline.committer.state.accounting.windowsClosed < 7) }
                if restarts, Int.random(in: 0..<8, using: &generator) == 0, now < endOfLast {
                    pipeline.close()
                    pipeline = try self.pipeline(log, fileSystem, clock)
                    idleSince = now
                }
                clock.advance(seconds: .random(in: 0.5..<10, using: &generator))
            }
            let content = try LakeContent(of: fileSystem)
            #expect(content.windows.keys.filter { $0.dimension == "all" }.count == 7)
        }
    }

    @Test func `a partition that awakes revises what was closed without it`() throws {
        let log = MemoryLog([0: (0..<20).map { Market.sale($0, at: Market.opening + Int64($0) * 60_000_000) }, 1: []])
        let clock = TestClock()
        let fileSystem = SimulatedFileSystem(seed: 1)
        let pipeline = try pipeline(log, fileSystem, clock)
        defer { pipeline.close() }
        try pipeline.readAll()
        try pipeline.commit()
        clock.advance(seconds: 30)
        try pipeline.commit()
        let closed = pipeline.committer.state.accounting.windowsClosed
        let late = Market.sale(50, at: Market.opening + 15 * 60_000_000)
        log.append([late.bytes], to: 1)
        try pipeline.readAll()
        try pipeline.commit()
        let accounting = pipeline.committer.state.accounting
        #expect(accounting.staleWindows == 0 && accounting.windowsClosed == closed && accounting.revised == 4)
        #expect(try LakeContent(of: fileSystem).accounting.windowed == 21)
    }

    @Test func `a running pipeline closes them at its next interval`() throws {
        let log = MemoryLog([0: (0..<20).map { Market.sale($0, at: Market.opening + Int64($0) * 60_000_000) }, 1: []])
        let clock = TestClock()
        let hub = Hub()
        let run = try BackgroundRun(log: log, fileSystem: SimulatedFileSystem(seed: 1), clock: clock, hub: hub) {
            $0.commitInterval = 5_000
        }
        #expect(try run.wait { $0.pipeline.commits == 1 }.pipeline.windowsClosed == 0)
        clock.advance(seconds: 30)
        #expect(try run.wait { $0.pipeline.commits == 2 }.pipeline.windowsClosed == 20)
        #expect(try run.drain().accounting.commits == 2)
    }
}
