import Commerce
import Lake
import LakeTesting
import Testing

@testable import Streaming

/// Other writers' commits between two of the pipeline's.
struct ConflictTests {
    private static let scenario = Scenario(seed: 4, count: 300, partitions: 2, commitRows: 30)
    private static let info = CommitInfo(timestamp: 0, operation: "OPTIMIZE", isBlindAppend: false)

    @Test func `commits that only rearrange files are gone over`() throws {
        let fileSystem = SimulatedFileSystem(seed: 1)
        let pipeline = try Self.scenario.pipeline(on: fileSystem, seed: 1)
        for number in 0..<5 {
            try pipeline.run(commitRows: 20, commits: 2)
            try rearrange(fileSystem, unique: "optimized-\(number)")
        }
        try pipeline.run(commitRows: 20)
        pipeline.close()
        // A restart finds its record under the others' commits, and the late rows find their windows in the new files.
        try rearrange(fileSystem, unique: "optimized-last")
        try fileSystem.list(StateStore.directory).forEach {
            try fileSystem.delete("\(StateStore.directory)/\($0.name)")
        }
        try Self.scenario.run(on: fileSystem, seed: 2, history: TableHistory(fileSystem: fileSystem))
        #expect(try LakeContent(of: fileSystem) == Self.scenario.expectation)
        let lake = try #require(try TransactionLake.open(on: fileSystem))
        #expect(lake.transactions.snapshot.files.keys.allSatisfy { $0.contains("optimized-last") })
    }

    @Test func `a commit of the same partitions stops the pipeline`() throws {
        try expectStop(.lakeOwnedByAnother) { lake in
            let progress = ApplicationTransaction(appId: "souk/1", version: 9, lastUpdated: 0)
            _ = try lake.transactions.commit([.transaction(progress)], info: Self.info)
        }
    }

    @Test func `a commit of the same pipeline into another table stops it`() throws {
        try expectStop(.lakeOwnedByAnother) { lake in
            let progress = ApplicationTransaction(appId: "souk", version: 9, lastUpdated: 0)
            _ = try lake.windows.commit([.transaction(progress)], info: Self.info)
        }
    }

    @Test func `another application's progress is none of ours`() throws {
        let fileSystem = SimulatedFileSystem(seed: 1)
        let pipeline = try Self.scenario.pipeline(on: fileSystem, seed: 1)
        defer { pipeline.close() }
        try pipeline.run(commitRows: 20, commits: 2)
        var lake = try #require(try TransactionLake.open(on: fileSystem))
        for application in ["soukx/1", "x/souk/1", "another"] {
            let progress = ApplicationTransaction(appId: application, version: 9, lastUpdated: 0)
            _ = try lake.transactions.commit([.transaction(progress)], info: Self.info)
        }
        try pipeline.run(commitRows: 20)
        #expect(try LakeContent(of: fileSystem) == Self.scenario.expectation)
    }

    @Test func `a change of the table's properties stops the pipeline, and the next start goes on`() throws {
        let fileSystem = try expectStop(.lakeDoesNotMatch) { lake in
            var metadata = lake.transactions.snapshot.metadata
            metadata.configuration["delta.checkpointInterval"] = "3"
            _ = try lake.transactions.commit([.metadata(metadata)], info: Self.info)
        }
        try Self.scenario.run(on: fileSystem, seed: 2)
        #expect(try LakeContent(of: fileSystem) == Self.scenario.expectation)
    }

    @Test func `a lake has one pipeline at a time`() throws {
        let fileSystem = SimulatedFileSystem(seed: 1)
        let first = try Self.scenario.pipeline(on: fileSystem, seed: 1)
        let error = #expect(throws: PipelineError.self) { try Self.scenario.pipeline(on: fileSystem, seed: 2) }
        #expect(error?.code == .lakeOwnedByAnother)
        first.close()
        try Self.scenario.run(on: fileSystem, seed: 3)
        #expect(try LakeContent(of: fileSystem) == Self.scenario.expectation)
    }

    @discardableResult
    private func expectStop(
        _ code: PipelineError.Code, _ interfere: (inout TransactionLake) throws -> Void
    ) throws -> SimulatedFileSystem {
        let fileSystem = SimulatedFileSystem(seed: 1)
        let pipeline = try Self.scenario.pipeline(on: fileSystem, seed: 1)
        defer { pipeline.close() }
        try pipeline.run(commitRows: 20, commits: 3)
        var lake = try #require(try TransactionLake.open(on: fileSystem))
        try interfere(&lake)
        let error = #expect(throws: PipelineError.self) { try pipeline.run(commitRows: 20) }
        #expect(error?.code == code)
        return fileSystem
    }

    /// Does what an OPTIMIZE does: each partition's rows into one file, and all rows of `windows` into one.
    private func rearrange(_ fileSystem: SimulatedFileSystem, unique: String) throws {
        var lake = try #require(try TransactionLake.open(on: fileSystem))
        var actions: [DeltaAction] = []
        let files = lake.transactions.snapshot.sortedFiles
        for partition in Int32(0)..<2 {
            let mine = files.filter { $0.path.hasPrefix("part-0000\(partition)") }
            guard !mine.isEmpty else { continue }
            var writer = try TransactionFileWriter(
                on: fileSystem, partition: partition, unique: unique, currency: .moroccanDirham)
            try TransactionsTable.forEachBatch(of: mine, on: fileSystem, currency: .moroccanDirham) {
                try writer.append($0)
            }
            let file = try writer.finish().publish(now: 0, dataChange: false)
            actions += mine.map { .remove(RemoveFile($0, deletionTimestamp: 0, dataChange: false)) } + [.add(file)]
        }
        #expect(try lake.transactions.commit(actions, info: Self.info).isCommitted)
        var rows: [Lake.WindowRow] = []
        let old = lake.windows.snapshot.sortedFiles
        try WindowsTable.forEachBatch(of: old, on: fileSystem, currency: .moroccanDirham) { rows += $0 }
        guard !rows.isEmpty else { return }
        let file = try WindowsTable.write(rows, on: fileSystem, unique: unique, currency: .moroccanDirham).publish(
            now: 0, dataChange: false)
        actions = old.map { .remove(RemoveFile($0, deletionTimestamp: 0, dataChange: false)) } + [.add(file)]
        #expect(try lake.windows.commit(actions, info: Self.info).isCommitted)
    }
}

extension DeltaTable.CommitOutcome {
    fileprivate var isCommitted: Bool {
        if case .committed = self { true } else { false }
    }
}
