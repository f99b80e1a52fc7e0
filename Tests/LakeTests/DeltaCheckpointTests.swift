import Lake
import LakeTesting
import Testing

@Suite struct DeltaCheckpointTests {
    static let day: Int64 = 86_400_000
    let fileSystem = SimulatedFileSystem(seed: 12)

    func makeTable(_ configuration: [String: String] = [:]) throws -> DeltaTable {
        var metadata = DeltaTableTests.metadata
        metadata.configuration = configuration
        metadata.description = "a table"
        return try DeltaTable.create(
            on: fileSystem, directory: "t", metadata: metadata, info: Samples.info("CREATE TABLE"))
    }

    func open() throws -> DeltaTable {
        try #require(try DeltaTable.open(on: fileSystem, directory: "t"))
    }

    func names(_ suffix: String) throws -> [String] {
        try fileSystem.list("t/_delta_log").map(\.name).filter { $0.hasSuffix(suffix) }
    }

    @Test func `a table opens from a checkpoint alone as from all its commits`() throws {
        var table = try makeTable(["k": "v"])
        var file = AddFile(path: "p q", size: 3, modificationTime: 4, stats: nil, tags: ["a": "b", "c": nil])
        file.partitionValues = ["x": nil, "y": "1"]
        _ = try table.commit(
            [.add(file), DeltaTableTests.add("gone"), .transaction(ApplicationTransaction(appId: "x", version: 7))],
            info: Samples.info())
        let gone = try #require(table.snapshot.files["gone"])
        _ = try table.commit(
            [.remove(RemoveFile(gone, deletionTimestamp: Samples.now, dataChange: true))], info: Samples.info())
        let before = try open().snapshot
        try table.writeCheckpoint(now: Samples.now)
        for name in try names(".json") { try fileSystem.delete("t/_delta_log/\(name)") }
        let after = try open()
        #expect(after.checkpointVersion == 2)
        #expect(after.version == before.version)
        #expect(after.snapshot.metadata == before.metadata)
        #expect(after.snapshot.tableProtocol == before.tableProtocol)
        #expect(after.snapshot.transactions == before.transactions)
        #expect(after.snapshot.tombstones.keys == before.tombstones.keys)
        var expected = before.files
        expected["p q"]?.dataChange = false
        #expect(after.snapshot.files == expected)
    }

    @Test func `checkpoints are made every ten commits, or as the table says`() throws {
        for (configuration, expected) in [([:], [10, 20]), (["delta.checkpointInterval": "4"], [4, 8, 12, 16, 20])] {
            var table = try DeltaTable.create(
                on: fileSystem, directory: "t\(expected.count)",
                metadata: TableMetadata(
                    id: "x", schemaString: DeltaTableTests.metadata.schemaString, createdTime: 0,
                    configuration: configuration), info: Samples.info())
            var made: [Int64] = []
            for number in 0..<21 {
                _ = try table.commit([DeltaTableTests.add("\(number)")], info: Samples.info())
                if try table.checkpointIfDue(now: Samples.now) { made.append(table.version) }
            }
            #expect(made == expected.map(Int64.init))
        }
    }

    @Test func `the interval grows with the table, so that a commit costs a bounded share of a checkpoint`() throws {
        var table = try makeTable()
        let many = (0..<3000).map { DeltaTableTests.add("file-\($0)") }
        _ = try table.commit(many, info: Samples.info())
        var dueAt: Int64?
        while dueAt == nil {
            if try table.isCheckpointDue() {
                dueAt = table.version
            } else {
                _ = try table.commit([], info: Samples.info())
            }
        }
        #expect(dueAt == 30)
    }

    @Test func `a damaged checkpoint is passed over while the log is there, and refused when it is not`() throws {
        var table = try makeTable()
        for number in 0..<4 {
            _ = try table.commit([DeltaTableTests.add("\(number)")], info: Samples.info())
            if number % 2 == 1 { try table.writeCheckpoint(now: Samples.now) }
        }
        let path = SimulatedFileSystem.diskPath(of: "t/_delta_log/00000000000000000004.checkpoint.parquet")
        fileSystem.disk.tamper(path) { $0.removeLast($0.count / 2) }
        #expect(try open().checkpointVersion == 2)
        #expect(try open().snapshot.files.count == 4)
        for name in try names(".json") { try fileSystem.delete("t/_delta_log/\(name)") }
        #expect(throws: (any Error).self) { try open() }
    }

    @Test func `an incomplete checkpoint of several parts is passed over`() throws {
        var table = try makeTable()
        _ = try table.commit([DeltaTableTests.add("a")], info: Samples.info())
        try table.writeCheckpoint(now: Samples.now)
        let content = try fileSystem.read("t/_delta_log/00000000000000000001.checkpoint.parquet")
        try fileSystem.delete("t/_delta_log/00000000000000000001.checkpoint.parquet")
        let part = try fileSystem.create(
            "t/_delta_log/00000000000000000001.checkpoint.0000000001.0000000002.parquet")
        try part.write(content)
        try part.publish()
        #expect(try open().checkpointVersion == nil)
        #expect(try open().snapshot.files.count == 1)
    }

    @Test func `tombstones are dropped after their time`() throws {
        var table = try makeTable(["delta.deletedFileRetentionDuration": "interval 2 days"])
        _ = try table.commit([DeltaTableTests.add("a"), DeltaTableTests.add("b")], info: Samples.info())
        for (name, age) in [("a", 3 * Self.day), ("b", Self.day)] {
            let file = try #require(table.snapshot.files[name])
            _ = try table.commit(
                [.remove(RemoveFile(file, deletionTimestamp: Samples.now - age, dataChange: true))],
                info: Samples.info())
        }
        try table.writeCheckpoint(now: Samples.now)
        #expect(table.snapshot.tombstones.keys.sorted() == ["b"])
        #expect(try open().snapshot.tombstones.keys.sorted() == ["b"])
    }

    @Test func `the log forgets what is older than its retention and covered by a checkpoint as old`() throws {
        var table = try makeTable(["delta.logRetentionDuration": "interval 10 days"])
        let start = fileSystem.disk.now / 1000
        for day in 1...30 {
            fileSystem.disk.now = (start + Int64(day) * Self.day) * 1000
            _ = try table.commit([DeltaTableTests.add("\(day)")], info: Samples.info())
            if day % 5 == 0 { try table.writeCheckpoint(now: start + Int64(day) * Self.day) }
        }
        // Commits up to day 19 are older than ten days; the newest checkpoint among them is that of day 15.
        #expect(try table.removeExpiredLog(now: start + 30 * Self.day) == 17)
        #expect(try names(".json").first == "00000000000000000015.json")
        #expect(try names(".checkpoint.parquet").first == "00000000000000000015.checkpoint.parquet")
        #expect(try open().snapshot.files.count == 30)
        #expect(try table.removeExpiredLog(now: start + 30 * Self.day) == 0)
    }

    @Test func `a reader that lags behind a shortened log reads it anew`() throws {
        var writer = try makeTable(["delta.logRetentionDuration": "interval 0 days"])
        var reader = try open()
        for number in 0..<12 { _ = try writer.commit([DeltaTableTests.add("\(number)")], info: Samples.info()) }
        #expect(try writer.checkpointIfDue(now: .max / 2))
        try fileSystem.delete("t/_delta_log/00000000000000000001.json")
        try reader.update()
        #expect(reader.version == 12)
        #expect(reader.snapshot.files.count == 12)
    }
}
