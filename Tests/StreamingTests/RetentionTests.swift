import LakeTesting
import Live
import Testing
import TransactionLogs

@testable import Streaming

/// What becomes of messages that retention has removed before they were read: an error, or a number; never nothing.
struct RetentionTests {
    private static let messages: [Int32: [Market.Message]] = {
        var market = Market(seed: 5)
        return market.draw(count: 200, partitions: 2)
    }()

    /// A log of which one read gives few messages.
    private let log = MemoryLog(Self.messages, recordsPerRead: 4)

    private func settings(allowsLoss: Bool) -> PipelineSettings {
        var settings = Scenario.settings(run: "r\(UInt32.random(in: 0 ... .max))")
        settings.allowsLoss = allowsLoss
        settings.commitRows = 20
        settings.retry.shortest = 0
        settings.retry.longest = 0
        return settings
    }

    private func pipeline(
        _ fileSystem: SimulatedFileSystem, _ log: any TransactionLog, allowsLoss: Bool, hub: Hub = Hub(),
        events: EventRecord = EventRecord()
    ) throws -> Pipeline {
        try Pipeline(
            log: log, fileSystem: fileSystem, settings: settings(allowsLoss: allowsLoss), clock: TestClock(), hub: hub,
            history: TableHistory(fileSystem: fileSystem), onEvent: events.note
        ) { "table" }
    }

    /// A lake that holds the first messages, and a log that has lost more than those.
    private func overtakenLake() throws -> (fileSystem: SimulatedFileSystem, next: Int64) {
        let fileSystem = SimulatedFileSystem(seed: 1)
        let stepped = try SteppedPipeline(
            log: log, fileSystem: fileSystem, settings: settings(allowsLoss: false), seed: 1)
        for _ in 0..<3 { try stepped.step(0) }
        try stepped.commit()
        stepped.close()
        log.removeMessages(of: 0, before: 20)
        return (fileSystem, 12)
    }

    @Test func `a gap ends the start with an error that says where, how much and what to do`() throws {
        let (fileSystem, next) = try overtakenLake()
        let error = #expect(throws: TransactionLogError.self) {
            _ = try pipeline(fileSystem, log, allowsLoss: false)
        }
        #expect(error?.code == .offsetOutOfRange)
        let text = error?.description ?? ""
        #expect(text.contains("partition 0 of memory:test begins at offset 20"))
        #expect(text.contains("goes on at offset \(next): retention has removed 8 offsets"))
        #expect(text.contains("--allow-loss"))
        #expect(log.readersLeftOpen == 0)
    }

    @Test func `a gap that is allowed is counted, committed and shown`() throws {
        let (fileSystem, _) = try overtakenLake()
        let hub = Hub()
        let events = EventRecord()
        let summary = try pipeline(fileSystem, log, allowsLoss: true, hub: hub, events: events).run()
        #expect(summary.accounting.lost == 8 && summary.total.read == 192 && summary.total.addsUp)
        #expect(hub.latest.pipeline.lost == 8)
        guard case .lost(let words)? = events.all.first else {
            Issue.record("\(events.all)")
            return
        }
        #expect(words.hasSuffix("retention has removed 8 offsets that were not read."))
        #expect(try LakeContent(of: fileSystem).lost == [0: [12..<20]])
        // What was counted once is not counted again, and needs no permission any more.
        let again = try pipeline(fileSystem, log, allowsLoss: false).run()
        #expect(again.accounting == Accounting() && again.total.lost == 8)
    }

    @Test func `a gap without a message behind it is counted, too`() throws {
        let (fileSystem, _) = try overtakenLake()
        let end = try log.offsets(of: 0).upperBound
        log.removeMessages(of: 0, before: end)
        #expect(try pipeline(fileSystem, log, allowsLoss: true).run().accounting.lost == end - 12)
        #expect(try LakeContent(of: fileSystem).lost == [0: [12..<end]])
    }

    @Test(arguments: [true, false])
    func `a running pipeline that is overtaken keeps what it has read`(allowsLoss: Bool) throws {
        let log = MemoryLog([0: (0..<8).map { Market.sale($0, at: Market.opening) }])
        let fileSystem = SimulatedFileSystem(seed: 1)
        let run = try BackgroundRun(log: log, fileSystem: fileSystem) { settings in
            settings.allowsLoss = allowsLoss
            settings.retry.shortest = 0
            settings.retry.longest = 0
        }
        _ = try run.wait { $0.pipeline.read == 8 }
        #expect(try LakeContent(of: fileSystem).transactions.isEmpty)
        log.removeMessages(of: 0, before: 11)
        log.append((8..<15).map { Market.sale($0, at: Market.opening).bytes }, to: 0)
        if allowsLoss {
            _ = try run.wait { $0.pipeline.read == 12 && $0.pipeline.lost == 3 }
            let total = try run.drain().total
            #expect(total.lost == 3 && total.read == 12)
            #expect(try LakeContent(of: fileSystem).lost == [0: [8..<11]])
        } else {
            let error = #expect(throws: TransactionLogError.self) { try run.finish() }
            #expect(error?.description.contains("retention has removed 3 offsets") == true)
            #expect(try LakeContent(of: fileSystem).transactions.count == 8)
        }
    }

    @Test func `what was lost before the first commit is not forgotten either`() throws {
        let log = MemoryLog([0: (0..<30).map { Market.sale($0, at: Market.opening) }], recordsPerRead: 1)
        let base = SimulatedFileSystem(seed: 1)
        let fileSystem = UnreliableFileSystem(base)
        let pipeline = try Pipeline(
            log: log, fileSystem: fileSystem, settings: settings(allowsLoss: true), clock: TestClock(), hub: Hub(),
            history: TableHistory(fileSystem: fileSystem)
        ) { "table" }
        // The first attempt finds its beginning gone, and the server does not hear that it lets go of the lake.
        fileSystem.set(.init(at: fileSystem.operationCount))
        log.removeMessages(of: 0, before: 7)
        #expect(try pipeline.run().total.lost == 7)
        #expect(try LakeContent(of: base).lost == [0: [0..<7]])
    }

    @Test func `offsets beyond the log's end are an error, whatever is allowed`() throws {
        let (fileSystem, next) = try overtakenLake()
        let shorter = MemoryLog(messages: [0: Array(Self.messages[0]?.map(\.bytes).prefix(5) ?? []), 1: []])
        let error = #expect(throws: TransactionLogError.self) {
            _ = try pipeline(fileSystem, shorter, allowsLoss: true)
        }
        #expect(error?.code == .offsetOutOfRange)
        #expect(error?.description.contains("ends at offset 5, and the lake goes on at offset \(next)") == true)
    }

    @Test func `gaps add up over commits, and neighbours become one`() throws {
        var start = PartitionStart(firstOffset: 0, offset: 0)
        start.lose(2..<5)
        start.lose(5..<7)
        start.lose(9..<9)
        start.lose(10..<11)
        #expect(start.lost == [2..<7, 10..<11])
    }
}
