import Lake
import LakeTesting
import Live
import Testing
import TransactionLogs

@testable import Streaming

/// Failures that pass: they cost time and nothing else, at whatever moment they come.
struct OutageTests {
    private static let count = 90
    private static let scenario = Scenario(seed: 3, count: count, partitions: 2, commitRows: 30)

    /// How the lake's server fails.
    struct Kind: Sendable {
        var count: Int
        var losesAnswersOnly: Bool
    }

    private static let kinds = [1, 2].flatMap { count in
        [false, true].map { Kind(count: count, losesAnswersOnly: $0) }
    }

    private static func settings(_ run: String = "r") -> PipelineSettings {
        var settings = Scenario.settings(run: run)
        settings.commitRows = scenario.commitRows
        settings.retry.shortest = 0
        settings.retry.longest = 0
        return settings
    }

    /// Opens a pipeline as often as it takes.
    private static func open(
        _ log: any TransactionLog, _ fileSystem: any FileSystem, hub: Hub = Hub(), events: EventRecord = EventRecord()
    ) throws -> Pipeline {
        var tries = 0
        while true {
            do {
                return try Pipeline(
                    log: log, fileSystem: fileSystem, settings: settings("r\(tries)"), clock: TestClock(), hub: hub,
                    history: TableHistory(fileSystem: fileSystem), onEvent: events.note
                ) { "table" }
            } catch {
                let isOurs = (error as? PipelineError)?.code == .lakeOwnedByAnother
                guard tries < 500, Perseverance.isTransient(error) || isOurs else { throw error }
                tries += 1
            }
        }
    }

    @Test(arguments: kinds)
    func `the lake's server may be lost at every operation`(kind: Kind) throws {
        let content = Self.scenario.expectation
        // A log of its own, since the test looks at its readers.
        let log = MemoryLog(Self.scenario.messages, recordsPerRead: 16)
        var operation = 0
        while true {
            let base = SimulatedFileSystem(seed: 1)
            let fileSystem = UnreliableFileSystem(
                base,
                UnreliableFileSystem.Outage(
                    at: operation, count: kind.count, losesAnswersOnly: kind.losesAnswersOnly))
            try Scenario.makeTables(on: base)
            let events = EventRecord()
            let hub = Hub()
            let pipeline = try Self.open(log, fileSystem, hub: hub, events: events)
            let failuresBefore = fileSystem.failureCount
            let summary = try pipeline.run()
            let written = try LakeContent(of: base)
            #expect(written == content, "\(kind) at \(operation)")
            #expect(summary.accounting == summary.total && summary.total.read == Self.count, "\(kind) at \(operation)")
            #expect(hub.latest.pipeline.phase == .stopped && hub.latest.pipeline.read == Self.count)
            let seen = events.all
            if fileSystem.failureCount == failuresBefore { #expect(seen.isEmpty) }
            #expect(seen.filter { $0 == .resumed }.count == seen.filter(\.isInterruption).count)
            guard fileSystem.failureCount > 0 else { break }
            fileSystem.set(nil)
            #expect(try Self.open(log, fileSystem).run().accounting.read == 0)
            #expect(try LakeContent.leftOvers(in: base) == [], "\(kind) at \(operation)")
            operation += 1
        }
        #expect(operation > 60)
        #expect(log.readersLeftOpen == 0)
    }

    @Test(arguments: [UInt64](0..<12))
    func `the log's server may be lost at random`(seed: UInt64) throws {
        let fileSystem = SimulatedFileSystem(seed: seed)
        let scenario = Scenario(seed: seed, count: 300, partitions: 3, commitRows: 40)
        let log = UnreliableLog(scenario.log, seed: seed, failuresPerThousand: 150)
        let summary = try Self.open(log, fileSystem).run()
        #expect(log.failureCount > 0 && summary.total.read == 300)
        #expect(try LakeContent(of: fileSystem) == scenario.expectation)
        #expect(scenario.log.readersLeftOpen == 0)
    }

    @Test func `the log is told where the lake stands after each commit and each recovery, and never before`() throws {
        let fileSystem = SimulatedFileSystem(seed: 1)
        let log = UnreliableLog(Self.scenario.log)
        _ = try Self.open(log, fileSystem).run()
        let told = log.acknowledged
        let records = try CommitHistory(
            try #require(try TransactionLake.open(on: fileSystem)).transactions, pipeline: "souk"
        ).all()
        let committed = records.map { $0.partitionStarts.mapValues(\.offset) }
        #expect(told == committed)
        _ = try Self.open(log, fileSystem).run()
        #expect(log.acknowledged == committed + [try #require(committed.last)])
    }

    @Test func `an error that does not pass ends the run, also when it is met by a later attempt`() throws {
        let base = SimulatedFileSystem(seed: 1)
        let fileSystem = UnreliableFileSystem(base)
        let hub = Hub()
        let events = EventRecord()
        let pipeline = try Self.open(Self.scenario.log, fileSystem, hub: hub, events: events)
        fileSystem.set(.init(at: fileSystem.operationCount + 20, count: 12))
        base.disk.arm(DiskFault(.noSpace, at: base.disk.operationCount + 30, isLasting: true))
        let error = #expect(throws: FileSystemError.self) { try pipeline.run() }
        #expect(error?.code == .noSpace)
        #expect(hub.latest.pipeline.phase == .stopped)
        #expect(hub.latest.pipeline.message == error?.description)
        base.disk.disarm()
        _ = try Self.open(Self.scenario.log, base).run()
        #expect(try LakeContent(of: base) == Self.scenario.expectation)
    }

    @Test func `a drain while the pipeline waits ends it with what is committed`() throws {
        let base = SimulatedFileSystem(seed: 1)
        let fileSystem = UnreliableFileSystem(base)
        let events = EventRecord()
        let log = MemoryLog(Self.scenario.messages)
        let run = try BackgroundRun(log: log, fileSystem: fileSystem, events: events) { settings in
            settings.commitRows = 30
            settings.commitInterval = 5_000
            // So long that nothing but the drain can end it.
            settings.retry.shortest = 3_600
            settings.retry.longest = 3_600
        }
        _ = try run.wait { $0.pipeline.commits > 0 }
        fileSystem.set(.init(at: 0, count: .max))
        log.append([Market.sale(1, at: Market.opening).bytes], to: 0)
        let shown = try run.wait {
            $0.pipeline.phase == .waiting && $0.pipeline.message?.contains("next attempt") == true
        }
        #expect(shown.pipeline.message?.contains("the connection was lost. Waiting since 2026-01-01T12:00:00Z") == true)
        #expect(shown.pipeline.message?.hasSuffix("The next attempt comes at 2026-01-01T13:00:00Z.") == true)
        let summary = try run.drain()
        #expect(summary.total.read == Self.count)
        let seen = events.all
        guard case .abandoned? = seen.last else {
            Issue.record("\(seen)")
            return
        }
        #expect(seen.count == 3 && seen[1] == .retrying(seconds: 3_600))
    }

    @Test func `a bounded run that waited ends where it should have`() throws {
        let log = MemoryLog(Self.scenario.messages, recordsPerRead: 16)
        let base = SimulatedFileSystem(seed: 1)
        let fileSystem = UnreliableFileSystem(base)
        let pipeline = try Self.open(log, fileSystem)
        fileSystem.set(.init(at: fileSystem.operationCount + 10))
        // The log grows, and gets a partition, before the second attempt.
        log.append([Market.sale(1, at: Market.opening).bytes], to: 0)
        log.append([Market.sale(2, at: Market.opening).bytes], to: 9)
        #expect(try pipeline.run().total.read == Self.count)
        #expect(fileSystem.failureCount == 1)
        #expect(try LakeContent(of: base) == Self.scenario.expectation)
    }

    @Test func `a log that is interrupted shows as waiting, and holds the watermark back`() throws {
        let memory = MemoryLog([0: [Market.sale(0, at: Market.opening)], 1: [Market.sale(1, at: Market.opening)]])
        let log = UnreliableLog(memory)
        let events = EventRecord()
        let run = try BackgroundRun(log: log, fileSystem: SimulatedFileSystem(seed: 1), events: events)
        _ = try run.wait { $0.pipeline.phase == .running && $0.pipeline.read == 2 }
        log.interrupt(TransactionLogError(.unreachable, "no broker answers"))
        let shown = try run.wait { $0.pipeline.phase == .waiting }
        let message = "no broker answers. Waiting since 2026-01-01T12:00:00Z. It goes on by itself."
        #expect(shown.pipeline.message == message)
        log.interrupt(nil)
        memory.append([Market.sale(3, at: Market.opening).bytes], to: 0)
        _ = try run.wait { $0.pipeline.phase == .running && $0.pipeline.message == nil && $0.pipeline.read == 3 }
        _ = try run.drain()
        #expect(events.all == [.interrupted(message), .resumed])
    }

    @Test func `a partition is not at its end while its log is interrupted`() throws {
        let log = UnreliableLog(MemoryLog([0: [Market.sale(0, at: Market.opening)]]))
        var settings = Self.settings()
        settings.untilEnd = false
        let pipeline = try SteppedPipeline(
            log: log, fileSystem: SimulatedFileSystem(seed: 1), settings: settings, seed: 1)
        defer { pipeline.close() }
        try pipeline.readAll()
        for interruption in [nil, TransactionLogError(.unreachable, "no broker answers"), nil] {
            log.interrupt(interruption)
            let cut = try pipeline.cut(0)
            #expect(cut.isCaughtUp == (interruption == nil))
            cut.abandon()
        }
    }

    @Test func `a commit that a lost server is still to make can't come about after a new start`() throws {
        let fileSystem = SimulatedFileSystem(seed: 1)
        try Self.scenario.run(on: fileSystem, seed: 1, commits: 2)
        // All that is missing to the commit is the new name, which the server was asked to give.
        let late = try fileSystem.create("transactions/_delta_log/00000000000000000009.json")
        try late.write([1])
        try Self.scenario.pipeline(on: fileSystem, seed: 2).close()
        #expect(throws: FileSystemError.self) { try late.publishIfAbsent() }
        try Self.scenario.run(on: fileSystem, seed: 3)
        #expect(try LakeContent(of: fileSystem) == Self.scenario.expectation)
    }

    @Test func `log and lake may fail together, again and again`() throws {
        for seed in UInt64(0)..<20 {
            let base = SimulatedFileSystem(seed: seed)
            let fileSystem = UnreliableFileSystem(base)
            let log = UnreliableLog(Self.scenario.log, seed: seed, failuresPerThousand: 30)
            let pipeline = try Self.open(log, fileSystem)
            var generator = SeededGenerator(seed: seed)
            let first = fileSystem.operationCount + Int.random(in: 0..<60, using: &generator)
            fileSystem.set(.init(at: first, count: Int.random(in: 3..<40, using: &generator)))
            #expect(try pipeline.run().total.read == Self.count)
            #expect(try LakeContent(of: base) == Self.scenario.expectation)
        }
    }
}

extension PipelineEvent {
    fileprivate var isInterruption: Bool {
        if case .interrupted = self { true } else { false }
    }
}
