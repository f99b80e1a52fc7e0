import Commerce
import Lake
import LakeTesting
import Live
import Testing
import TransactionLogs

@testable import Streaming

/// The pipeline with its threads: how it ends, and what is left then.
struct PipelineTests {
    private static let scenario = Scenario(seed: 7, count: 1_000, partitions: 3, commitRows: 100)

    /// Each test has a log of its own, since it looks at its readers.
    private let log = MemoryLog(scenario.messages, recordsPerRead: 16)

    private func run(
        _ log: MemoryLog, _ fileSystem: any FileSystem, hub: Hub = Hub(), workers: Int = 2, commitRows: Int = 100
    ) throws -> RunSummary {
        var settings = Scenario.settings(run: "p\(UInt32.random(in: 0 ... .max))")
        settings.workers = workers
        settings.commitRows = commitRows
        let pipeline = try Pipeline(
            log: log, fileSystem: fileSystem, settings: settings, clock: TestClock(), hub: hub,
            history: TableHistory(fileSystem: fileSystem)
        ) { "table" }
        return try pipeline.run()
    }

    @Test(arguments: 1...4)
    func `a bounded run puts every message where it belongs, however many workers there are`(workers: Int) throws {
        let fileSystem = SimulatedFileSystem(seed: 1)
        let hub = Hub()
        let summary = try run(log, fileSystem, hub: hub, workers: workers)
        #expect(summary.accounting.addsUp && summary.accounting == summary.total)
        #expect(summary.accounting.commits > 3)
        let content = try LakeContent(of: fileSystem)
        #expect(content == Self.scenario.expectation)
        #expect(hub.latest.transactions == summary.total.accepted)
        #expect(hub.latest.pipeline.phase == .stopped && hub.latest.pipeline.message == nil)
        let again = try run(log, fileSystem, hub: hub, workers: workers)
        #expect(again.accounting == Accounting())
        #expect(again.total == summary.total)
        #expect(log.readersLeftOpen == 0)
    }

    @Test func `a failing log ends the run, and the next one completes it`() throws {
        let fileSystem = SimulatedFileSystem(seed: 1)
        for offset in stride(from: Int64(50), to: 330, by: 70) {
            log.fail(at: offset)
            let hub = Hub()
            #expect(throws: MemoryLog.Failure.self) { try run(log, fileSystem, hub: hub) }
            #expect(hub.latest.pipeline.phase == .stopped && hub.latest.pipeline.message != nil)
            #expect(try LakeContent.leftOvers(in: fileSystem) == [])
            #expect(log.readersLeftOpen == 0)
        }
        log.fail(at: nil)
        _ = try run(log, fileSystem)
        #expect(try LakeContent(of: fileSystem) == Self.scenario.expectation)
    }

    @Test(arguments: [DiskFault.Kind.inputOutput, .noSpace, .crash])
    func `a failing disk ends the run, whatever the threads do, and the next one completes it`(
        kind: DiskFault.Kind
    ) throws {
        var generator = SeededGenerator(seed: 3)
        let fileSystem = SimulatedFileSystem(seed: 1)
        for _ in 0..<6 {
            let operation = fileSystem.disk.operationCount + Int.random(in: 30..<160, using: &generator)
            fileSystem.disk.arm(DiskFault(kind, at: operation, isLasting: true))
            #expect(throws: (any Error).self) { try run(log, fileSystem) }
            #expect(log.readersLeftOpen == 0)
            fileSystem.reboot()
        }
        _ = try run(log, fileSystem)
        #expect(try LakeContent(of: fileSystem) == Self.scenario.expectation)
    }

    @Test func `a drain commits what was read and closes no window before its time`() throws {
        let log = MemoryLog([0: (0..<5).map { Market.sale($0, at: Market.opening) }, 1: []])
        let fileSystem = SimulatedFileSystem(seed: 1)
        let run = try BackgroundRun(log: log, fileSystem: fileSystem)
        _ = try run.wait { $0.pipeline.read == 5 }
        let summary = try run.drain()
        #expect(summary.accounting.read == 5 && summary.accounting.windowsClosed == 0)
        #expect(try LakeContent(of: fileSystem).transactions.count == 5)
        #expect(log.readersLeftOpen == 0)
    }

    @Test func `a drain before the run ends it at once`() throws {
        let hub = Hub()
        let fileSystem = SimulatedFileSystem(seed: 1)
        var settings = Scenario.settings(run: "r")
        settings.untilEnd = false
        let pipeline = try Pipeline(
            log: log, fileSystem: fileSystem, settings: settings, clock: TestClock(), hub: hub,
            history: NoHistory()
        ) { "table" }
        pipeline.drain()
        #expect(try pipeline.run().accounting == Accounting())
        #expect(hub.latest.pipeline.phase == .stopped)
    }

    @Test func `partitions that appear are read from their beginning`() throws {
        let log = MemoryLog(messages: [:])
        let fileSystem = SimulatedFileSystem(seed: 1)
        let run = try BackgroundRun(log: log, fileSystem: fileSystem) { $0.commitInterval = 5_000 }
        // The numbers are not in the order of their appearance.
        for (count, partition) in [Int32(2), 0, 1].enumerated() {
            log.append([Market.sale(count, at: Market.opening).bytes, Array("broken".utf8)], to: partition)
            _ = try run.wait { $0.pipeline.read == 2 * Int64(count + 1) }
        }
        #expect(try run.drain().accounting.read == 6)
        let content = try LakeContent(of: fileSystem)
        #expect(content.transactions.count == 3 && content.rejected.count == 3)
    }

    @Test func `messages that come while lanes are parked are read`() throws {
        let log = MemoryLog(messages: [0: [], 1: [], 2: []])
        let fileSystem = SimulatedFileSystem(seed: 1)
        let run = try BackgroundRun(log: log, fileSystem: fileSystem)
        for number in 0..<4 {
            _ = try run.wait { $0.pipeline.read == Int64(number) }
            log.append([Market.sale(number, at: Market.opening).bytes], to: Int32(number % 3))
        }
        _ = try run.wait { $0.pipeline.read == 4 && $0.pipeline.lag == 0 }
        #expect(try run.drain().accounting.accepted == 4)
    }

    @Test func `a lake that is held by a pipeline is refused, and given back by it`() throws {
        let fileSystem = SimulatedFileSystem(seed: 1)
        let run = try BackgroundRun(log: log, fileSystem: fileSystem)
        let error = #expect(throws: PipelineError.self) { try self.run(log, fileSystem) }
        #expect(error?.code == .lakeOwnedByAnother)
        _ = try run.drain()
        _ = try self.run(log, fileSystem)
        #expect(try LakeContent(of: fileSystem) == Self.scenario.expectation)
    }

    @Test func `a pipeline that can't open its log gives the lake back`() throws {
        let fileSystem = SimulatedFileSystem(seed: 1)
        _ = try run(log, fileSystem)
        // This log has the partitions, but not the offsets.
        let shortened = MemoryLog(messages: [0: Self.scenario.messages[0]?.map(\.bytes) ?? [], 1: [], 2: []])
        #expect(throws: TransactionLogError.self) { try run(shortened, fileSystem) }
        #expect(shortened.readersLeftOpen == 0)
        #expect(throws: Never.self) { try fileSystem.lock(TransactionLake.lockPath).unlock() }
    }
}
