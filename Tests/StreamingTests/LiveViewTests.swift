import Commerce
import Lake
import LakeTesting
import Live
import Synchronization
import Testing

@testable import Streaming

/// What the hub shows of a pipeline, in its own process and in another.
struct LiveViewTests {
    private static let scenario = Scenario(seed: 12, count: 600, partitions: 3, commitRows: 60)

    private func follower(
        _ fileSystem: any FileSystem, _ hub: Hub, history: any TransactionHistory = NoHistory()
    ) -> LakeFollower {
        LakeFollower(
            fileSystem: fileSystem, pipeline: "souk", windows: Scenario.windows, currency: .moroccanDirham, hub: hub,
            clock: TestClock(), history: history)
    }

    @Test func `totals never go back, end at the account, and go on from there after a restart`() throws {
        let fileSystem = SimulatedFileSystem(seed: 1)
        let log = MemoryLog(Self.scenario.messages)
        let hub = Hub()
        let shown = Mutex<[MarketSnapshot]>([])
        let subscription = hub.subscribe { snapshot in shown.withLock { $0.append(snapshot) } }
        defer { subscription.cancel() }
        var market = Market(seed: 1)
        var total = Accounting()
        for _ in 0..<3 {
            let run = try BackgroundRun(log: log, fileSystem: fileSystem, hub: hub) { settings in
                settings.commitRows = 50
                settings.commitInterval = 5_000
            }
            for _ in 0..<3 {
                log.append((0..<200).map { _ in market.next().bytes }, to: 1)
                let count = try log.partitions().reduce(0) { try $0 + log.offsets(of: $1).upperBound }
                _ = try run.wait { $0.pipeline.read == count }
            }
            total = try run.drain().total
            let last = try #require(shown.withLock { $0.last })
            #expect(last.transactions == total.accepted && last.pipeline.phase == .stopped)
            #expect(last.pipeline.read == total.read && last.pipeline.rejected == total.rejected)
            #expect(last.pipeline.windowed == total.windowed)
            #expect(last.pipeline.revised == total.revised && last.pipeline.windowsClosed == total.windowsClosed)
            #expect(last.pipeline.commits == total.commits)
            #expect(last.categories.reduce(0) { $0 + $1.revenue } == last.revenue)
        }
        let snapshots = shown.withLock { $0 }
        #expect(snapshots.count > 10 && total.addsUp)
        for (earlier, later) in zip(snapshots, snapshots.dropFirst()) {
            #expect(earlier.transactions <= later.transactions && earlier.revenue <= later.revenue)
            #expect(earlier.pipeline.read <= later.pipeline.read && earlier.pipeline.commits <= later.pipeline.commits)
            #expect(earlier.pipeline.windowsClosed <= later.pipeline.windowsClosed)
            #expect(later.pipeline.read == later.pipeline.accepted + later.pipeline.rejected)
            #expect(later.pipeline.accepted == later.pipeline.windowed)
            #expect(later.transactions == later.pipeline.accepted)
        }
    }

    @Test func `a follower shows what the pipeline showed last, with or without its state`() throws {
        let fileSystem = SimulatedFileSystem(seed: 1)
        let hub = Hub()
        let run = try BackgroundRun(log: Self.scenario.log, fileSystem: fileSystem, hub: hub) { $0.untilEnd = true }
        _ = try run.finish()
        let last = hub.latest

        let other = Hub()
        try follower(fileSystem, other).update()
        #expect(other.latest.figures == last.figures)
        #expect(other.latest.latest == last.latest)
        #expect(other.latest.pipeline.account == last.pipeline.account)
        #expect(other.latest.pipeline.phase == .following)
        #expect(other.latest.pipeline.watermark == last.pipeline.watermark)
        #expect(other.latest.pipeline.partitions == last.pipeline.partitions)

        for entry in try fileSystem.list(StateStore.directory) {
            try fileSystem.delete("\(StateStore.directory)/\(entry.name)")
        }
        let third = Hub()
        try follower(fileSystem, third, history: TableHistory(fileSystem: fileSystem)).update()
        #expect(third.latest.figures == last.figures)
        #expect(third.latest.pipeline.account == last.pipeline.account)
    }

    @Test func `a follower of a lake that is not there yet shows nothing, and then what comes`() throws {
        let fileSystem = SimulatedFileSystem(seed: 1)
        let hub = Hub()
        let follower = follower(fileSystem, hub)
        try follower.update()
        #expect(hub.latest.transactions == 0 && hub.latest.pipeline.phase == .following)
        let pipeline = try Self.scenario.pipeline(on: fileSystem, seed: 1)
        defer { pipeline.close() }
        for _ in 0..<4 {
            try pipeline.run(commitRows: 60, commits: 1)
            try follower.update()
            #expect(hub.latest.pipeline.read == pipeline.committer.state.accounting.read)
            #expect(MarketSnapshot(figuresOf: pipeline.committer.state.live) == hub.latest.figures)
        }
    }

    @Test func `a follower that looks while the pipeline commits looks again`() throws {
        let base = SimulatedFileSystem(seed: 1)
        let pipeline = try Self.scenario.pipeline(on: base, seed: 1)
        defer { pipeline.close() }
        try pipeline.run(commitRows: 60, commits: 2)
        let fileSystem = InterceptingFileSystem(base)
        let hub = Hub()
        let follower = follower(fileSystem, hub)
        // Between the look at the record and the look at its state, the pipeline commits and removes that state.
        fileSystem.beforeRead = { path in
            guard path.hasSuffix(".state") else { return }
            fileSystem.beforeRead = nil
            try pipeline.run(commitRows: 60, commits: 1)
        }
        try follower.update()
        #expect(fileSystem.beforeRead == nil && hub.latest.pipeline.phase == .starting)
        try follower.update()
        #expect(hub.latest.pipeline.read == pipeline.committer.state.accounting.read)
        #expect(hub.latest.pipeline.commits == pipeline.committer.state.sequence)
        // What is shown already is not read again.
        fileSystem.beforeRead = { path in #expect(!path.hasSuffix(".state"), "\(path) was read once more") }
        try follower.update()
    }

    @Test func `a follower beside a running pipeline shows totals that only grow`() throws {
        let fileSystem = SimulatedFileSystem(seed: 1)
        let log = MemoryLog(Self.scenario.messages, recordsPerRead: 8)
        let run = try BackgroundRun(log: log, fileSystem: fileSystem) { settings in
            settings.untilEnd = true
            settings.commitRows = 16
        }
        let hub = Hub()
        let follower = follower(fileSystem, hub)
        var last = MarketSnapshot()
        while last.pipeline.read < 600 {
            try follower.update()
            let snapshot = hub.latest
            #expect(snapshot.pipeline.read >= last.pipeline.read && snapshot.revenue >= last.revenue)
            #expect(snapshot.transactions == snapshot.pipeline.accepted)
            last = snapshot
        }
        let summary = try run.finish()
        try follower.update()
        #expect(hub.latest.pipeline.commits == summary.total.commits)
        #expect(hub.latest.pipeline.windowsClosed == summary.total.windowsClosed)
    }

    @Test func `a follower says so when the lake can't be read, and goes on when it can`() throws {
        let fileSystem = SimulatedFileSystem(seed: 1)
        try Self.scenario.run(on: fileSystem, seed: 1)
        let hub = Hub()
        let phases = Mutex<[PipelineSnapshot.Phase]>([])
        let subscription = hub.subscribe { snapshot in phases.withLock { $0.append(snapshot.pipeline.phase) } }
        defer { subscription.cancel() }
        fileSystem.disk.arm(DiskFault(.inputOutput, at: 0))
        var looks = 0
        try follower(fileSystem, hub).follow {
            looks += 1
            return looks > 2
        }
        #expect(phases.withLock { $0 } == [.waiting, .following])
        #expect(hub.latest.pipeline.message == nil)
    }
}
