import Commerce
import Lake
import LakeTesting
import Live
import Testing
import Windowing

@testable import Streaming

/// A state that is lost or damaged is made anew from the tables, and nobody can tell.
struct StateRebuildTests {
    enum Damage: CaseIterable {
        case lost, emptied, truncated, flipped
    }

    private static let scenario = Scenario(seed: 8, count: 400, partitions: 3, commitRows: 30)

    @Test(arguments: Damage.allCases)
    func `a damaged state is rebuilt as it was, and the run goes on as if nothing had happened`(damage: Damage) throws {
        let expectation = Self.scenario.expectation
        var generator = SeededGenerator(seed: 5)
        for commits in 1...6 {
            let fileSystem = SimulatedFileSystem(seed: UInt64(commits))
            let first = try Self.scenario.pipeline(on: fileSystem, seed: UInt64(commits))
            try first.run(commitRows: Self.scenario.commitRows, commits: commits)
            let before = first.committer.state
            first.close()
            try Self.inflict(damage, on: fileSystem, &generator)

            let second = try Self.scenario.pipeline(
                on: fileSystem, seed: 100, history: TableHistory(fileSystem: fileSystem))
            defer { second.close() }
            Self.expect(second.committer.state, equals: before)
            try second.run(commitRows: Self.scenario.commitRows, commits: 2)
            second.close()
            try Self.inflict(damage, on: fileSystem, &generator)
            try Self.scenario.run(on: fileSystem, seed: 200, history: TableHistory(fileSystem: fileSystem))
            #expect(try LakeContent(of: fileSystem) == expectation)
        }
    }

    @Test func `late transactions after the loss revise what was written before it`() throws {
        let fileSystem = SimulatedFileSystem(seed: 1)
        let sales = (0..<10).map { Market.sale($0, at: Market.opening + Int64($0) * 60_000_000) }
        let log = MemoryLog([0: sales])
        try run(log, on: fileSystem)
        try Self.inflict(.lost, on: fileSystem)
        // One for a window that was closed, and one of a city that it did not have.
        let late = [
            Market.sale(10, at: Market.opening + 120_000_000),
            Market.sale(11, at: Market.opening + 121_000_000, city: "Fes"),
        ]
        log.append(late.map(\.bytes), to: 0)
        try run(log, on: fileSystem)
        #expect(try LakeContent(of: fileSystem) == LakeContent(of: [0: sales + late], windows: Scenario.windows))
        let rows = try windowRows(of: fileSystem).filter { $0.windowStart.microseconds == Market.opening + 120_000_000 }
        #expect(rows.filter { $0.key == "Rabat" }.map(\.revision).sorted() == [0, 1])
        #expect(rows.filter { $0.key == "Fes" }.map(\.revision) == [0])
        #expect(rows.filter { $0.key == "all" }.map(\.revision).sorted() == [0, 1])
    }

    @Test func `windows that were stale and windows that were forgotten are the same after the loss`() throws {
        let fileSystem = SimulatedFileSystem(seed: 1)
        let log = MemoryLog([
            0: (0..<60).map { Market.sale($0, at: Market.opening + Int64($0) * 60_000_000) },
            1: [Market.sale(100, at: Market.opening)],
        ])
        let clock = TestClock()
        let before = try follow(log, on: fileSystem, clock: clock) { pipeline in
            // Partition 1 falls idle, the watermark follows partition 0, and the next commit forgets the first windows.
            clock.advance(seconds: 31)
            try pipeline.commit()
            for number in 101..<103 {
                log.append([Market.sale(number, at: Market.opening + 60_000).bytes], to: 1)
                try pipeline.readAll()
                try pipeline.commit()
            }
        }
        #expect(before.windows.forgottenEnd > Market.opening + 2_700_000_000)
        #expect(before.stale.starts == [Market.opening] && before.accounting.staleWindows == 1)
        #expect(before.windows.count < 20)
        try Self.inflict(.lost, on: fileSystem)
        log.append([Market.sale(103, at: Market.opening + 60_000_000).bytes], to: 1)
        let history = TableHistory(fileSystem: fileSystem)
        let after = try follow(log, on: fileSystem, clock: clock, history: history) { pipeline in
            Self.expect(pipeline.committer.state, equals: before)
        }
        #expect(after.stale.count == 2)
    }

    @Test func `a state of another version, or of another commit, is as good as lost`() throws {
        let fileSystem = SimulatedFileSystem(seed: 1)
        let store = StateStore(fileSystem: fileSystem)
        var state = PipelineState(settings: Scenario.windows, live: LiveAggregate())
        state.sequence = 7
        let bytes = StateFile.encode(state)
        var restored = state
        #expect(try store.restore(&restored, from: store.save(bytes, sequence: 7)))
        #expect(restored.windows == state.windows)
        var other = bytes
        other[4] += 1
        #expect(try !store.restore(&restored, from: store.save(other, sequence: 7)))
        restored.sequence = 8
        #expect(try !store.restore(&restored, from: store.save(bytes, sequence: 7)))
        #expect(try !store.restore(&restored, from: store.save(bytes + [0], sequence: 7)))
        for count in 0..<bytes.count {
            #expect(try !store.restore(&restored, from: store.save(Array(bytes.prefix(count)), sequence: 7)))
        }
    }

    @Test func `when another amount makes a sale large the rows are counted once more, and the windows stay`() throws {
        let fileSystem = SimulatedFileSystem(seed: 1)
        var messages = Self.scenario.messages
        let log = MemoryLog(messages)
        for (round, largeAmount) in [100_000, 150_000, 100_000].enumerated() {
            let sale = Market.sale(1_000 + round, at: Market.opening + 3_600_000_000)
            messages[0]?.append(sale)
            log.append([sale.bytes], to: 0)
            let amounts = messages.values.joined().compactMap { $0.transaction?.amount }
            let hub = Hub()
            var settings = Scenario.settings(run: "l\(round)")
            settings.largeAmount = Int64(largeAmount)
            let pipeline = try Pipeline(
                log: log, fileSystem: fileSystem, settings: settings, clock: TestClock(), hub: hub,
                history: TableHistory(fileSystem: fileSystem)
            ) { "table" }
            _ = try pipeline.run()
            // Another process shows what the pipeline counts, whatever its own configuration says.
            let follower = Hub()
            try LakeFollower(
                fileSystem: fileSystem, pipeline: "souk", windows: Scenario.windows, currency: .moroccanDirham,
                largeAmount: 7, hub: follower, clock: TestClock(), history: NoHistory()
            ).update()
            for snapshot in [hub.latest, follower.latest] {
                #expect(snapshot.largeAmount == Int64(largeAmount))
                #expect(snapshot.largeTransactions == Int64(amounts.count { $0 > largeAmount }))
                #expect(snapshot.transactions == Int64(amounts.count))
            }
        }
        #expect(try LakeContent(of: fileSystem) == LakeContent(of: messages, windows: Scenario.windows))
    }

    @Test func `a state is not rebuilt while it can't be read`() throws {
        let fileSystem = SimulatedFileSystem(seed: 1)
        let store = StateStore(fileSystem: fileSystem)
        var state = PipelineState(settings: Scenario.windows, live: LiveAggregate())
        let saved = try store.save(StateFile.encode(state), sequence: 0)
        fileSystem.disk.arm(DiskFault(.inputOutput, at: 0))
        #expect(throws: FileSystemError.self) { try store.restore(&state, from: saved) }
    }

    private static func expect(_ state: PipelineState, equals before: PipelineState) {
        #expect(state.sequence == before.sequence)
        #expect(state.partitions == before.partitions)
        #expect(state.accounting == before.accounting)
        #expect(state.watermark == before.watermark)
        #expect(state.stale == before.stale)
        #expect(state.windows == before.windows)
        #expect(MarketSnapshot(figuresOf: state.live) == MarketSnapshot(figuresOf: before.live))
    }

    private static func inflict(_ damage: Damage, on fileSystem: SimulatedFileSystem) throws {
        var generator = SeededGenerator(seed: 1)
        try inflict(damage, on: fileSystem, &generator)
    }

    private static func inflict(
        _ damage: Damage, on fileSystem: SimulatedFileSystem, _ generator: inout SeededGenerator
    ) throws {
        let name = try #require(try fileSystem.list(StateStore.directory).map(\.name).first { $0.hasSuffix(".state") })
        let path = "\(StateStore.directory)/\(name)"
        if damage == .lost { return try fileSystem.delete(path) }
        fileSystem.disk.tamper(SimulatedFileSystem.diskPath(of: path)) { bytes in
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            switch damage {
            case .lost: break
            case .emptied: bytes = []
            case .truncated: bytes.removeLast(bytes.count - place)
            case .flipped: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            }
        }
    }

    /// Reads all that there is, to the end.
    private func run(_ log: MemoryLog, on fileSystem: SimulatedFileSystem) throws {
        let pipeline = try SteppedPipeline(
            log: log, fileSystem: fileSystem, settings: Scenario.settings(run: "r\(fileSystem.disk.operationCount)"),
            history: TableHistory(fileSystem: fileSystem), seed: 1)
        defer { pipeline.close() }
        try pipeline.readAll()
        try pipeline.commit(closingAll: true)
    }

    /// Reads all that there is and commits it, then does what the test wants; answers the last state.
    private func follow(
        _ log: MemoryLog, on fileSystem: SimulatedFileSystem, clock: TestClock,
        history: any TransactionHistory = NoHistory(), _ body: (SteppedPipeline) throws -> Void
    ) throws -> PipelineState {
        var settings = Scenario.settings(run: "f\(fileSystem.disk.operationCount)")
        settings.untilEnd = false
        let pipeline = try SteppedPipeline(
            log: log, fileSystem: fileSystem, settings: settings, clock: clock, history: history, seed: 1)
        defer { pipeline.close() }
        if pipeline.committer.state.sequence > 0 { try body(pipeline) }
        let isFirst = pipeline.committer.state.sequence == 0
        try pipeline.readAll()
        try pipeline.commit()
        if isFirst { try body(pipeline) }
        return pipeline.committer.state
    }

    private func windowRows(of fileSystem: SimulatedFileSystem) throws -> [Lake.WindowRow] {
        let lake = try #require(try TransactionLake.open(on: fileSystem))
        var rows: [Lake.WindowRow] = []
        try WindowsTable.forEachBatch(of: lake.windows.snapshot.sortedFiles, on: fileSystem, currency: .moroccanDirham)
        { rows += $0 }
        return rows
    }
}
