import Lake
import LakeTesting
import Testing
import Windowing

@testable import Streaming

/// What a start does before it reads: whether it may go on with the lake at all, and what it clears away.
struct RecoveryTests {
    private static let scenario = Scenario(seed: 6, count: 200, partitions: 2, commitRows: 40)

    @Test func `files of a killed run are removed, those of other writers are not`() throws {
        let fileSystem = SimulatedFileSystem(seed: 1)
        try Self.scenario.run(on: fileSystem, seed: 0, commits: 2)
        let start = fileSystem.disk.operationCount
        var removed = 0
        let others = [
            "transactions/part-00000-foreign.snappy.parquet", "windows/.part-00001.parquet.crc",
            "rejected/.part-00002-3f0c.tmp", "transactions/_delta_log/.0.json.7f3a9c01-11aa.tmp",
        ]
        for path in others {
            let file = try fileSystem.create(path)
            try file.write([1])
            try file.publish()
        }
        for step in stride(from: 40, to: 130, by: 6) {
            fileSystem.disk.arm(DiskFault(.crash, at: fileSystem.disk.operationCount + step))
            do { try Self.scenario.run(on: fileSystem, seed: UInt64(step), commits: 2) } catch is PowerFailure {}
            fileSystem.killProcess()
            removed += try LakeContent.leftOvers(in: fileSystem).count - others.count
            try Self.scenario.pipeline(on: fileSystem, seed: 1).close()
            #expect(try LakeContent.leftOvers(in: fileSystem).sorted() == others.sorted())
        }
        #expect(removed > 10 && fileSystem.disk.operationCount > start)
    }

    @Test func `a start without a commit leaves nothing of the run before it`() throws {
        for operation in stride(from: 20, to: 60, by: 3) {
            let fileSystem = SimulatedFileSystem(seed: 1)
            fileSystem.disk.arm(DiskFault(.crash, at: operation))
            do { try Self.scenario.run(on: fileSystem, seed: 1) } catch is PowerFailure {}
            fileSystem.killProcess()
            try Self.scenario.pipeline(on: fileSystem, seed: 2).close()
            #expect(try LakeContent.leftOvers(in: fileSystem) == [])
        }
    }

    @Test func `another log is refused unless it is allowed`() throws {
        let fileSystem = SimulatedFileSystem(seed: 1)
        try Self.scenario.run(on: fileSystem, seed: 1, commits: 2)
        let copy = MemoryLog(
            messages: Self.scenario.messages.mapValues { $0.map(\.bytes) }, identity: "memory:copy")
        var settings = Scenario.settings(run: "r2")
        #expect(try refusal(copy, fileSystem, settings) == .lakeDoesNotMatch)
        settings.allowNewLog = true
        let pipeline = try SteppedPipeline(log: copy, fileSystem: fileSystem, settings: settings, seed: 1)
        try pipeline.run(commitRows: 40)
        pipeline.close()
        #expect(try LakeContent(of: fileSystem) == Self.scenario.expectation)
        #expect(try refusal(Self.scenario.log, fileSystem, Scenario.settings(run: "r3")) == .lakeDoesNotMatch)
    }

    @Test func `windows of another length are refused, and other settings of theirs may change`() throws {
        let fileSystem = SimulatedFileSystem(seed: 1)
        try Self.scenario.run(on: fileSystem, seed: 1, commits: 2)
        let windows = Scenario.windows
        var settings = Scenario.settings(run: "r2")
        settings.windows = try WindowSettings(
            size: 2 * windows.size, delay: windows.delay, lateness: windows.lateness)
        #expect(try refusal(Self.scenario.log, fileSystem, settings) == .lakeDoesNotMatch)
        settings = Scenario.settings(run: "r3")
        settings.windows = try WindowSettings(size: windows.size, delay: 2 * windows.delay, lateness: 0, idleTimeout: 1)
        #expect(try refusal(Self.scenario.log, fileSystem, settings) == nil)
    }

    @Test func `a pipeline of another name is refused, since it would write everything once more`() throws {
        let fileSystem = SimulatedFileSystem(seed: 1)
        try Self.scenario.run(on: fileSystem, seed: 1, commits: 2)
        var settings = Scenario.settings(run: "r2")
        settings.name = "another"
        #expect(try refusal(Self.scenario.log, fileSystem, settings) == .lakeDoesNotMatch)
    }

    @Test func `a log that has lost a partition is refused`() throws {
        let fileSystem = SimulatedFileSystem(seed: 1)
        try Self.scenario.run(on: fileSystem, seed: 1)
        let rest = MemoryLog(messages: [0: Self.scenario.messages[0]?.map(\.bytes) ?? []])
        #expect(try refusal(rest, fileSystem, Scenario.settings(run: "r2")) == .lakeDoesNotMatch)
    }

    @Test func `a partition without messages is no obstacle to a restart`() throws {
        let fileSystem = SimulatedFileSystem(seed: 1)
        let log = MemoryLog([0: [Market.sale(1, at: Market.opening)], 1: []])
        for run in 1...3 {
            let pipeline = try SteppedPipeline(
                log: log, fileSystem: fileSystem, settings: Scenario.settings(run: "r\(run)"), seed: 1)
            try pipeline.run(commitRows: 10)
            pipeline.close()
            log.append([Market.sale(run + 1, at: Market.opening + Int64(run) * 1_000_000).bytes], to: Int32(run % 2))
        }
        #expect(try LakeContent(of: fileSystem).accounting.read == 3)
    }

    @Test func `offsets that contradict the last commit's record are damage`() throws {
        let fileSystem = SimulatedFileSystem(seed: 1)
        try Self.scenario.run(on: fileSystem, seed: 1, commits: 2)
        var lake = try #require(try TransactionLake.open(on: fileSystem))
        let progress = ApplicationTransaction(appId: "souk/0", version: 1, lastUpdated: 0)
        _ = try lake.transactions.commit(
            [.transaction(progress)], info: CommitInfo(timestamp: 0, operation: "x", isBlindAppend: false))
        #expect(try refusal(Self.scenario.log, fileSystem, Scenario.settings(run: "r2")) == .lakeDamaged)
    }

    /// Why a pipeline may not go on, and that it gives the lake back.
    private func refusal(
        _ log: MemoryLog, _ fileSystem: SimulatedFileSystem, _ settings: PipelineSettings
    ) throws -> PipelineError.Code? {
        defer { #expect(throws: Never.self) { try fileSystem.lock(TransactionLake.lockPath).unlock() } }
        do {
            try SteppedPipeline(log: log, fileSystem: fileSystem, settings: settings, seed: 1).close()
            return nil
        } catch let error as PipelineError {
            return error.code
        }
    }
}
