import Commerce
import Lake
import LakeTesting
import Testing

@testable import Streaming

/// Other writers that change the rows of a lake: what they did is named, and nothing continues on top of it.
struct ForeignChangeTests {
    private static let scenario = Scenario(seed: 8, count: 300, partitions: 2, commitRows: 30)

    @Test func `rows that were deleted between two runs are missed at the start, and the commit is named`() throws {
        let fileSystem = try Self.lake()
        try Self.remove(1, of: \.transactions, on: fileSystem, "DELETE", ["predicate": "amount > 5"])
        let error = try refusal(fileSystem)
        #expect(error?.code == .lakeDamaged)
        let version = try #require(try TransactionLake.open(on: fileSystem)).transactions.version
        let words = try #require(error?.description)
        #expect(words.contains("version \(version) DELETE (predicate: amount > 5, by Souk/1)"), "\(words)")
        #expect(words.contains("restore that table to version \(version - 1)"), "\(words)")
        // Nothing was written: the next start says the same.
        #expect(try refusal(fileSystem)?.description == words)
    }

    @Test(arguments: [false, true])
    func `the other tables are looked after too`(isRejected: Bool) throws {
        let fileSystem = try Self.lake()
        try Self.remove(1, of: isRejected ? \.rejected : \.windows, on: fileSystem, "RESTORE", ["version": "2"])
        #expect(try refusal(fileSystem)?.description.contains("RESTORE (version: 2") == true)
    }

    @Test func `rows that were deleted and put back are no obstacle, and neither is a vacuum`() throws {
        let fileSystem = try Self.lake()
        let removed = try Self.remove(2, of: \.transactions, on: fileSystem, "DELETE", [:])
        try Self.commit(removed.map(DeltaAction.add), to: \.transactions, on: fileSystem, "RESTORE", [:])
        try Self.commit([], to: \.transactions, on: fileSystem, "VACUUM END", [:])
        try Self.scenario.run(on: fileSystem, seed: 2)
        #expect(try LakeContent(of: fileSystem) == Self.scenario.expectation)
    }

    @Test func `an update that leaves as many rows is noticed as well`() throws {
        let fileSystem = try Self.lake()
        try Self.rewrite(on: fileSystem, unique: "updated", dataChange: true, "UPDATE")
        #expect(try refusal(fileSystem)?.description.contains("UPDATE") == true)
    }

    @Test func `rows that others appended are too many, and files without statistics are counted too`() throws {
        let fileSystem = try Self.lake()
        try Self.append(on: fileSystem, keepsStatistics: false)
        let words = try #require(try refusal(fileSystem)).description
        #expect(words.contains("WRITE") && words.contains("rows, the pipeline committed"), "\(words)")
    }

    @Test func `a change below the pipeline's last commit is still missed by the count`() throws {
        let fileSystem = try Self.lake()
        try Self.append(on: fileSystem, keepsStatistics: true)
        // A commit of ours without rows comes after it, as an earlier version of the pipeline would have made.
        var lake = try #require(try TransactionLake.open(on: fileSystem))
        let last = try #require(try CommitHistory(lake.transactions, pipeline: "souk").last())
        let info = CommitInfo(
            timestamp: 0, operation: "STREAMING UPDATE", isBlindAppend: true, souk: try last.json())
        _ = try lake.transactions.commit([], info: info)
        let words = try #require(try refusal(fileSystem)).description
        #expect(words.contains("WRITE") && words.contains("new lake"), "\(words)")
        #expect(!words.contains("restore"), "no version is known to be right: \(words)")
    }

    @Test(arguments: ["DELETE", "RESTORE", "UPDATE"])
    func `rows that are changed while the pipeline runs end it with the same words`(operation: String) throws {
        let fileSystem = SimulatedFileSystem(seed: 1)
        let pipeline = try Self.scenario.pipeline(on: fileSystem, seed: 1)
        defer { pipeline.close() }
        try pipeline.run(commitRows: 20, commits: 3)
        if operation == "UPDATE" {
            try Self.rewrite(on: fileSystem, unique: "updated", dataChange: true, operation)
        } else {
            try Self.remove(1, of: \.transactions, on: fileSystem, operation, ["version": "1"])
        }
        let error = #expect(throws: PipelineError.self) { try pipeline.run(commitRows: 20) }
        #expect(error?.code == .lakeDamaged && error?.description.contains(operation) == true)
    }

    @Test(arguments: [false, true])
    func `an engine on another cluster refuses a lake that holds less than it accounts for`(whileOpen: Bool) throws {
        let fileSystem = SimulatedFileSystem(seed: 1)
        try Scenario.makeTables(on: fileSystem)
        let engine = ForeignEngine(scenario: Self.scenario, count: 48)
        try engine.work(on: fileSystem)
        try engine.save(on: fileSystem, watermark: Market.opening)
        let open = try whileOpen ? ForeignEngine.open(Self.scenario, on: fileSystem) : nil
        defer { open?.close() }
        try Self.remove(1, of: \.transactions, on: fileSystem, "DELETE", [:])
        let error = #expect(throws: PipelineError.self) {
            if let open {
                _ = try open.committedVersion(of: "x")
            } else {
                _ = try ForeignEngine.open(Self.scenario, on: fileSystem)
            }
        }
        #expect(error?.code == .lakeDamaged && error?.description.contains("DELETE") == true)
    }

    /// A lake after three commits.
    private static func lake() throws -> SimulatedFileSystem {
        let fileSystem = SimulatedFileSystem(seed: 1)
        try scenario.run(on: fileSystem, seed: 1, commits: 3)
        return fileSystem
    }

    private func refusal(_ fileSystem: SimulatedFileSystem) throws -> PipelineError? {
        do {
            try Self.scenario.pipeline(on: fileSystem, seed: 2).close()
            return nil
        } catch let error as PipelineError {
            return error
        }
    }

    @discardableResult
    private static func remove(
        _ count: Int, of table: WritableKeyPath<TransactionLake, DeltaTable>, on fileSystem: any FileSystem,
        _ operation: String, _ parameters: [String: String]
    ) throws -> [AddFile] {
        let lake = try #require(try TransactionLake.open(on: fileSystem))
        let files = lake[keyPath: table].snapshot.sortedFiles.prefix(count)
        try #require(files.count == count)
        let removals = files.map { DeltaAction.remove(RemoveFile($0, deletionTimestamp: 0, dataChange: true)) }
        try commit(removals, to: table, on: fileSystem, operation, parameters)
        return Array(files)
    }

    private static func commit(
        _ actions: [DeltaAction], to table: WritableKeyPath<TransactionLake, DeltaTable>, on fileSystem: any FileSystem,
        _ operation: String, _ parameters: [String: String]
    ) throws {
        var lake = try #require(try TransactionLake.open(on: fileSystem))
        let info = CommitInfo(
            timestamp: 0, operation: operation, operationParameters: parameters, isBlindAppend: false)
        _ = try lake[keyPath: table].commit(actions, info: info)
    }

    /// Writes one file's rows once more and puts it in the place of the first.
    private static func rewrite(
        on fileSystem: any FileSystem, unique: String, dataChange: Bool, _ operation: String
    ) throws {
        let lake = try #require(try TransactionLake.open(on: fileSystem))
        let old = try #require(lake.transactions.snapshot.sortedFiles.first)
        var writer = try TransactionFileWriter(
            on: fileSystem, partition: partition(of: old), unique: unique, currency: .moroccanDirham)
        try TransactionsTable.forEachBatch(of: [old], on: fileSystem, currency: .moroccanDirham) {
            try writer.append($0)
        }
        let file = try writer.finish().publish(now: 0, dataChange: dataChange)
        let removal = RemoveFile(old, deletionTimestamp: 0, dataChange: dataChange)
        try commit([.remove(removal), .add(file)], to: \.transactions, on: fileSystem, operation, [:])
    }

    /// The partition of a file's rows, which its name begins with.
    private static func partition(of file: AddFile) throws -> Int32 {
        try #require(Int32(file.path.dropFirst("part-".count).prefix(5)), "\(file.path)")
    }

    private static func append(on fileSystem: any FileSystem, keepsStatistics: Bool) throws {
        let lake = try #require(try TransactionLake.open(on: fileSystem))
        let old = try #require(lake.transactions.snapshot.sortedFiles.first)
        var writer = try TransactionFileWriter(
            on: fileSystem, partition: partition(of: old), unique: "appended", currency: .moroccanDirham)
        try TransactionsTable.forEachBatch(of: [old], on: fileSystem, currency: .moroccanDirham) {
            try writer.append($0)
        }
        var file = try writer.finish().publish(now: 0)
        if !keepsStatistics { file.stats = nil }
        try commit([.add(file)], to: \.transactions, on: fileSystem, "WRITE", [:])
    }
}
