import Lake
import LakeTesting
import Live
import Testing
import TransactionLogs

@testable import Streaming

/// With which log a lake goes on: the one that fed it, as long as it holds what was read.
struct LogContinuationTests {
    private static let scenario = Scenario(seed: 6, count: 200, partitions: 2, commitRows: 40)

    private func log(_ incarnation: String?) -> MemoryLog {
        MemoryLog(
            messages: Self.scenario.messages.mapValues { $0.map(\.bytes) }, incarnation: incarnation, recordsPerRead: 16
        )
    }

    private func run(
        _ log: MemoryLog, on fileSystem: SimulatedFileSystem, _ run: String, commits: Int = .max,
        allowNewLog: Bool = false
    ) throws {
        var settings = Scenario.settings(run: run)
        settings.allowNewLog = allowNewLog
        let pipeline = try SteppedPipeline(log: log, fileSystem: fileSystem, settings: settings, seed: 1)
        defer { pipeline.close() }
        try pipeline.run(commitRows: 40, commits: commits)
    }

    private func lastRecord(on fileSystem: SimulatedFileSystem) throws -> CommitRecord {
        let lake = try #require(try TransactionLake.open(on: fileSystem))
        return try #require(try CommitHistory(lake.transactions, pipeline: "souk").last())
    }

    @Test func `a topic that was created again is refused, with what happened and what to do`() throws {
        let fileSystem = SimulatedFileSystem(seed: 1)
        try run(log("first"), on: fileSystem, "r1", commits: 2)
        let next = try lastRecord(on: fileSystem).nextOffsets
        let error = #expect(throws: PipelineError.self) { try run(log("second"), on: fileSystem, "r2") }
        #expect(error?.code == .lakeDoesNotMatch)
        let words = error?.description ?? ""
        for part in [
            "deleted and created again", "first", "second", "\(next["0"] ?? -1) of partition 0", "new lake",
            "--allow-new-log",
        ] { #expect(words.contains(part), "\(words)") }
        try run(log("second"), on: fileSystem, "r3", allowNewLog: true)
        #expect(try LakeContent(of: fileSystem) == Self.scenario.expectation)
        #expect(try lastRecord(on: fileSystem).logIncarnation == "second")
    }

    @Test func `a lake that does not remember a topic's id adopts it with its next commit`() throws {
        let fileSystem = SimulatedFileSystem(seed: 1)
        try run(log(nil), on: fileSystem, "r1", commits: 2)
        #expect(try lastRecord(on: fileSystem).logIncarnation == nil)
        try run(log("first"), on: fileSystem, "r2", commits: 1)
        #expect(try lastRecord(on: fileSystem).logIncarnation == "first")
        // Brokers that stop telling it change nothing.
        try run(log(nil), on: fileSystem, "r3", commits: 1)
        #expect(try lastRecord(on: fileSystem).logIncarnation == "first")
        #expect(throws: PipelineError.self) { try run(log("second"), on: fileSystem, "r4") }
        try run(log("first"), on: fileSystem, "r5")
        #expect(try LakeContent(of: fileSystem) == Self.scenario.expectation)
    }

    @Test func `a record of an older version says nothing of the topic's id and of what was read`() throws {
        let fileSystem = SimulatedFileSystem(seed: 1)
        try run(log("first"), on: fileSystem, "r1", commits: 2)
        var record = try lastRecord(on: fileSystem)
        #expect(record.fingerprints?.isEmpty == false)
        record.logIncarnation = nil
        record.fingerprints = nil
        let text = try record.json()
        #expect(!text.contains("ncarnation") && !text.contains("fingerprint"))
        #expect(try CommitRecord(json: text) == record)
    }

    @Test func `messages that replaced those that were read are refused, with partition and offsets`() throws {
        let fileSystem = SimulatedFileSystem(seed: 1)
        let log = log("first")
        try run(log, on: fileSystem, "r1", commits: 2)
        let next = try #require(try lastRecord(on: fileSystem).nextOffsets["1"])
        let others = Self.scenario.messages[0]?.map(\.bytes) ?? []
        log.replaceMessages(of: 1, from: next - 1, by: others)
        let error = #expect(throws: PipelineError.self) { try run(log, on: fileSystem, "r2") }
        #expect(error?.code == .lakeDoesNotMatch)
        let words = error?.description ?? ""
        for part in ["partition 1", "offset \(next)", "offsets \(next - 1) to \(next - 1)", "new lake"] {
            #expect(words.contains(part), "\(words)")
        }
        try run(log, on: fileSystem, "r3", allowNewLog: true)
    }

    @Test func `when loss is allowed, what was replaced is counted as lost and its offsets are recorded`() throws {
        let fileSystem = SimulatedFileSystem(seed: 1)
        let log = log("first")
        try run(log, on: fileSystem, "r1", commits: 2)
        let next = try #require(try lastRecord(on: fileSystem).nextOffsets["1"])
        let others = Self.scenario.messages[0]?.map(\.bytes) ?? []
        log.replaceMessages(of: 1, from: next - 1, by: others)
        var settings = Scenario.settings(run: "r2")
        settings.allowsLoss = true
        for run in 2...3 {
            settings.runIdentity = "r\(run)"
            let pipeline = try SteppedPipeline(log: log, fileSystem: fileSystem, settings: settings, seed: 1)
            try pipeline.run(commitRows: 40)
            pipeline.close()
        }
        let record = try lastRecord(on: fileSystem)
        #expect(record.lost == 1 && record.lostOffsets == nil)
        #expect(record.replacedOffsets?["1"]?.map { $0.from..<$0.to } == [next - 1..<next])
        #expect(record.accounting.addsUp)
        // It holds what is there now.
        try self.run(log, on: fileSystem, "r4")
    }

    @Test func `what is read from a log that takes the place of another is not committed`() throws {
        let fileSystem = SimulatedFileSystem(seed: 1)
        let log = log("first")
        let end = try log.offsets(of: 0).upperBound
        let running = try BackgroundRun(log: log, fileSystem: fileSystem) { $0.commitRows = 20 }
        _ = try running.wait { $0.pipeline.commits > 1 && $0.pipeline.read == 200 }
        log.replace()
        log.append(Self.scenario.messages[0]?.map(\.bytes) ?? [], to: 0)
        let error = #expect(throws: TransactionLogError.self) { try running.finish() }
        #expect(error?.code == .replaced)
        #expect(try lastRecord(on: fileSystem).nextOffsets["0"] ?? 0 <= end)
    }

    @Test func `a lake that Spark feeds remembers the log while nothing has been handed over`() throws {
        let fileSystem = SimulatedFileSystem(seed: 1)
        func open(_ log: MemoryLog) throws -> EngineLake {
            try EngineLake(
                fileSystem: fileSystem, identity: log.identity, settings: Scenario.settings(run: "e"),
                engine: "sc://spark",
                clock: TestClock(), beginnings: { [0: 0, 1: 0] }, makeIdentity: { "identity" })
        }
        let first = try open(log("first"))
        var next = first.progress
        next.isSettled = false
        try first.save(next, live: first.live)
        first.close()
        let error = #expect(throws: PipelineError.self) { try open(log("second")) }
        #expect(error?.code == .lakeDoesNotMatch && error?.description.contains("created again") == true)
        let again = try open(log("first"))
        try again.handOver(closedAll: true)
        again.close()
        #expect(try lastRecord(on: fileSystem).logIncarnation == "first")
    }
}
