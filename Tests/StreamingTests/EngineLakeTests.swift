import Commerce
import Lake
import LakeTesting
import Testing
import Windowing

@testable import Streaming

/// A lake that an engine on another cluster writes: who may go on with it when, and from where.
struct EngineLakeTests {
    private static let scenario = Scenario(seed: 3, count: 150, partitions: 3, commitRows: 40)
    private static let engine = ForeignEngine(scenario: scenario, count: 48)

    /// A lake that Souk's own engine has begun, or nobody.
    private func lake(seed: UInt64, commits: Int) throws -> SimulatedFileSystem {
        let fileSystem = SimulatedFileSystem(seed: seed)
        try Scenario.makeTables(on: fileSystem)
        if commits > 0 { try Self.scenario.run(on: fileSystem, seed: 0, commits: commits) }
        return fileSystem
    }

    private func finish(on fileSystem: any FileSystem, seed: UInt64) throws {
        try Self.scenario.run(on: fileSystem, seed: seed, history: TableHistory(fileSystem: fileSystem))
    }

    @Test(arguments: [0, 1])
    func `Souk's own engine refuses the lake until it was handed over, and then goes on`(commits: Int) throws {
        let fileSystem = try lake(seed: 1, commits: commits)
        try Self.engine.work(on: fileSystem)
        let error = #expect(throws: PipelineError.self) { try finish(on: fileSystem, seed: 1) }
        #expect(error?.code == .lakeOwnedByAnother && error?.description.contains("sc://elsewhere") == true)
        try Self.engine.account(on: fileSystem)
        try finish(on: fileSystem, seed: 1)
        #expect(try LakeContent(of: fileSystem) == Self.scenario.expectation)
    }

    @Test(arguments: [0, 1])
    func `the power may fail at every operation of the account and of the handover`(commits: Int) throws {
        let undisturbed = try lake(seed: 2, commits: commits)
        try Self.engine.work(on: undisturbed)
        let first = undisturbed.disk.operationCount
        try Self.engine.account(on: undisturbed)
        let operations = undisturbed.disk.operationCount - first
        try #require(operations > 20)
        for operation in 0..<operations {
            let fileSystem = try lake(seed: 2, commits: commits)
            try Self.engine.work(on: fileSystem)
            fileSystem.disk.arm(DiskFault(.crash, at: fileSystem.disk.operationCount + operation))
            do { try Self.engine.account(on: fileSystem) } catch is PowerFailure {}
            if operation.isMultiple(of: 2) { fileSystem.reboot() } else { fileSystem.killProcess() }
            try Self.engine.account(on: fileSystem)
            try finish(on: fileSystem, seed: 1)
            #expect(try LakeContent(of: fileSystem) == Self.scenario.expectation, "the power failed at \(operation)")
        }
    }

    @Test
    func `the files that hold a range of offsets are found, also those that came since, and those of nobody are not`()
        throws
    {
        let fileSystem = try lake(seed: 4, commits: 1)
        let lake = try ForeignEngine.open(Self.scenario, on: fileSystem)
        var next = lake.progress
        let taken = try #require(next.partitions["1"]?.offset)
        next.isSettled = false
        try lake.save(next, live: lake.live)
        let before = try #require(try lake.transactionFiles(holding: [1: 0..<taken], atMost: taken))
        #expect(!before.isEmpty)
        #expect(try lake.transactionFiles(holding: [1: 0..<taken], atMost: 0) == nil)
        #expect(try lake.transactionFiles(holding: [1: taken..<48], atMost: 48)?.isEmpty == true)
        lake.close()
        try Self.engine.work(on: fileSystem)
        let reopened = try ForeignEngine.open(Self.scenario, on: fileSystem)
        defer { reopened.close() }
        let found = try #require(try reopened.transactionFiles(holding: [1: 0..<taken, 2: 0..<48], atMost: 96))
        #expect(found.count > before.count)
        var offsets: [Int32: [Int64]] = [:]
        try reopened.forEachBatch(of: found, in: [1: 0..<taken, 2: 0..<48]) { batch in
            offsets[batch.partition, default: []] += batch.offsets
        }
        for (partition, end) in [Int32(1): taken, 2: 48] {
            let messages = (Self.scenario.messages[partition] ?? []).prefix(Int(end)).enumerated()
            #expect(offsets[partition] == messages.filter { $0.element.transaction != nil }.map { Int64($0.offset) })
        }
        var table = try #require(try TransactionLake.open(on: fileSystem)).transactions
        var file = try #require(found.first)
        file.path = "foreign.parquet"
        file.stats = nil
        _ = try table.commit([.add(file)], info: CommitInfo(timestamp: 0, operation: "WRITE", isBlindAppend: true))
        #expect(throws: FileSystemError.self, "it has to be looked into") {
            try reopened.transactionFiles(holding: [1: 0..<1], atMost: 1)
        }
    }

    @Test func `an engine that was handed over from goes on in its own generation`() throws {
        let fileSystem = try lake(seed: 1, commits: 0)
        try Self.engine.work(on: fileSystem)
        try Self.engine.account(on: fileSystem)
        let lake = try ForeignEngine.open(Self.scenario, on: fileSystem)
        defer { lake.close() }
        #expect(lake.progress.isSettled && lake.progress.generation == 1 && lake.progress.sequence == 1)
        #expect(lake.progress.boundary == nil && lake.live != nil)
    }

    @Test func `commits of Souk's own engine in between begin a new generation behind a boundary`() throws {
        let fileSystem = try lake(seed: 1, commits: 0)
        try Self.engine.work(on: fileSystem)
        try Self.engine.account(on: fileSystem)
        try Self.scenario.run(
            on: fileSystem, seed: 1, commits: 1, history: TableHistory(fileSystem: fileSystem))
        let lake = try ForeignEngine.open(Self.scenario, on: fileSystem)
        defer { lake.close() }
        #expect(lake.progress.sequence == 2 && lake.progress.generation == 3 && lake.progress.isSettled)
        let latest = try #require(lake.progress.partitions.values.compactMap(\.largestEventTime).max())
        let boundary = try #require(lake.progress.boundary)
        #expect(
            boundary > latest && boundary - latest <= Scenario.windows.size && boundary % Scenario.windows.size == 0)
    }

    @Test func `after all windows were closed the next run begins a new generation`() throws {
        let fileSystem = try lake(seed: 1, commits: 0)
        try Self.engine.work(on: fileSystem)
        try Self.engine.account(on: fileSystem, closedAll: true)
        let lake = try ForeignEngine.open(Self.scenario, on: fileSystem)
        defer { lake.close() }
        #expect(lake.progress.sequence == 1 && lake.progress.generation == 2 && lake.progress.boundary != nil)
    }

    @Test func `an engine that is closing leaves all windows so far behind, also when it is cut off`() throws {
        let fileSystem = try lake(seed: 1, commits: 0)
        try Self.engine.work(on: fileSystem)
        try Self.engine.save(on: fileSystem, watermark: Market.opening + 90_000_000)
        var opened = try ForeignEngine.open(Self.scenario, on: fileSystem)
        let before = opened.progress
        try opened.beginClosing()
        opened.close()
        opened = try ForeignEngine.open(Self.scenario, on: fileSystem)
        let closing = opened.progress
        #expect(before.generation == 1 && closing.generation == 2 && !closing.isSettled)
        #expect(closing.firstVersion == opened.transactionsVersion && closing.firstVersion > before.firstVersion)
        let latest = try #require(closing.partitions.values.compactMap(\.largestEventTime).max())
        #expect(closing.boundary == Scenario.windows.start(of: latest) + Scenario.windows.size)
        #expect(closing.openSince == Market.opening + 60_000_000)
        #expect(closing.partitions == before.partitions && closing.handedOver == before.handedOver)
        // A later watermark closes no window of those that are still to be made.
        var later = closing
        later.watermark = Market.opening + 400_000_000
        try opened.save(later)
        try opened.beginClosing()
        #expect(opened.progress.generation == 3 && opened.progress.openSince == closing.openSince)
        opened.close()
    }

    @Test func `no generation has the number of an earlier one`() throws {
        let fileSystem = try lake(seed: 1, commits: 0)
        try Self.engine.work(on: fileSystem)
        try Self.engine.save(on: fileSystem)
        let cut = try ForeignEngine.open(Self.scenario, on: fileSystem)
        try cut.beginClosing()
        try cut.beginClosing()
        cut.close()
        try Self.engine.account(on: fileSystem, closedAll: true)
        let lake = try ForeignEngine.open(Self.scenario, on: fileSystem)
        defer { lake.close() }
        #expect(lake.progress.isSettled && lake.progress.sequence == 1 && lake.progress.generation == 4)
    }

    @Test func `the power may fail at every operation of the beginning of closing`() throws {
        func close(on fileSystem: any FileSystem) throws {
            let lake = try ForeignEngine.open(Self.scenario, on: fileSystem)
            defer { lake.close() }
            try lake.beginClosing()
        }
        for operation in 0... {
            let fileSystem = try lake(seed: 2, commits: 0)
            try Self.engine.work(on: fileSystem)
            try Self.engine.save(on: fileSystem)
            fileSystem.disk.arm(DiskFault(.crash, at: fileSystem.disk.operationCount + operation))
            var hasFailed = false
            do { try close(on: fileSystem) } catch is PowerFailure { hasFailed = true }
            fileSystem.reboot()
            let lake = try ForeignEngine.open(Self.scenario, on: fileSystem)
            defer { lake.close() }
            let progress = lake.progress
            #expect(!progress.isSettled && (progress.generation == 2) == (progress.boundary != nil))
            #expect(hasFailed || progress.generation == 2, "the power failed at \(operation)")
            guard hasFailed else {
                #expect(operation > 10)
                break
            }
        }
    }

    @Test func `a lake has one owner at a time`() throws {
        let fileSystem = try lake(seed: 1, commits: 0)
        let owner = try ForeignEngine.open(Self.scenario, on: fileSystem)
        #expect(throws: PipelineError.self) { try ForeignEngine.open(Self.scenario, on: fileSystem) }
        owner.close()
        try ForeignEngine.open(Self.scenario, on: fileSystem).close()
    }
}
