import Foundation
import Lake
import LakeTesting
import Testing

@Suite struct DeltaTableTests {
    let fileSystem = SimulatedFileSystem(seed: 11)

    static let metadata = TableMetadata(
        id: "5f1c7b52-0000-4000-8000-000000000001",
        schemaString:
            #"{"type":"struct","fields":[{"name":"a","type":"integer","nullable":true,"metadata":{}}]}"#,
        createdTime: Samples.now)

    func makeTable(_ configuration: [String: String] = [:]) throws -> DeltaTable {
        var metadata = Self.metadata
        metadata.configuration = configuration
        return try DeltaTable.create(
            on: fileSystem, directory: "t", metadata: metadata, info: Samples.info("CREATE TABLE"))
    }

    static func add(_ name: String) -> DeltaAction {
        .add(AddFile(path: name, size: 10, modificationTime: Samples.now, stats: #"{"numRecords":1}"#))
    }

    func open() throws -> DeltaTable {
        try #require(try DeltaTable.open(on: fileSystem, directory: "t"))
    }

    @Test func `a new table has version 0, its metadata and no files`() throws {
        #expect(try DeltaTable.open(on: fileSystem, directory: "t")?.version == nil)
        let made = try makeTable(["delta.checkpointInterval": "7"])
        let opened = try open()
        #expect(made.version == 0)
        #expect(opened.version == 0)
        #expect(opened.snapshot.metadata == made.snapshot.metadata)
        #expect(opened.snapshot.tableProtocol == .plain)
        #expect(opened.snapshot.files.isEmpty)
        #expect { try makeTable() } throws: { ($0 as? DeltaError)?.code == .alreadyExists }
    }

    @Test func `commits add and remove files and move applications on`() throws {
        var table = try makeTable()
        let transaction = ApplicationTransaction(appId: "pipeline/3", version: 42, lastUpdated: Samples.now)
        #expect(
            try table.commit([Self.add("a b%20é.parquet"), .transaction(transaction)], info: Samples.info())
                == .committed(version: 1))
        let file = try #require(table.snapshot.files["a b%20é.parquet"])
        #expect(
            try table.commit(
                [.remove(RemoveFile(file, deletionTimestamp: 5, dataChange: false)), Self.add("c")],
                info: Samples.info())
                == .committed(version: 2))
        for known in [table, try open()] {
            #expect(known.version == 2)
            #expect(known.snapshot.sortedFiles.map(\.path) == ["c"])
            #expect(known.snapshot.tombstones.keys.sorted() == ["a b%20é.parquet"])
            #expect(known.snapshot.transactionVersion(of: "pipeline/3") == 42)
            #expect(known.snapshot.transactionVersion(of: "pipeline/4") == nil)
        }
    }

    @Test func `the loser of a race learns what was committed and may commit after it`() throws {
        var first = try makeTable()
        var second = try open()
        _ = try first.commit(
            [Self.add("a"), .transaction(ApplicationTransaction(appId: "x", version: 1))], info: Samples.info("ONE"))
        _ = try first.commit([Self.add("b")], info: Samples.info("TWO"))
        guard case .conflict(let commits) = try second.commit([Self.add("c")], info: Samples.info()) else {
            Issue.record("both won version 1")
            return
        }
        #expect(commits.map(\.version) == [1, 2])
        #expect(commits.map { $0.info?.operation } == ["ONE", "TWO"])
        #expect(commits[0].actions == [Self.add("a"), .transaction(ApplicationTransaction(appId: "x", version: 1))])
        #expect(second.version == 2)
        #expect(try second.commit([Self.add("c")], info: Samples.info()) == .committed(version: 3))
        #expect(try first.update().map(\.version) == [3])
        #expect(first.snapshot.sortedFiles.map(\.path) == ["a", "b", "c"])
    }

    @Test func `history says who did what, the newest first, with the pipeline's own part`() throws {
        var table = try makeTable()
        let part = #"{"counters":{"read":9007199254740993},"list":[1,2.5,null,true],"soukChecksum":"x"}"#
        _ = try table.commit([Self.add("a")], info: Samples.info("STREAMING UPDATE", souk: part))
        let history = try table.history(limit: 1)
        #expect(history.map(\.version) == [1])
        #expect(history[0].info?.souk == part)
        #expect(history[0].info?.engineInfo == "Souk/1")
        #expect(try table.history().map(\.version) == [1, 0])
    }

    @Test func `every truncation and every flipped byte of a commit is detected`() throws {
        var table = try makeTable()
        _ = try table.commit(
            [Self.add("a"), Self.add("b"), .transaction(ApplicationTransaction(appId: "x", version: 1))],
            info: Samples.info(souk: #"{"a":1}"#))
        let path = SimulatedFileSystem.diskPath(of: "t/_delta_log/00000000000000000001.json")
        let intact = try fileSystem.read("t/_delta_log/00000000000000000001.json")
        for length in 0..<intact.count {
            fileSystem.disk.tamper(path) { $0 = Array(intact[..<length]) }
            #expect(throws: DeltaError.self, "\(length) of \(intact.count) bytes") { try open() }
        }
        for position in intact.indices {
            fileSystem.disk.tamper(path) {
                $0 = intact
                $0[position] ^= 1
            }
            #expect(throws: DeltaError.self, "byte \(position)") { try open() }
        }
    }

    @Test func `a missing commit is named`() throws {
        var table = try makeTable()
        for name in ["a", "b", "c"] { _ = try table.commit([Self.add(name)], info: Samples.info()) }
        try fileSystem.delete("t/_delta_log/00000000000000000002.json")
        #expect {
            try open()
        } throws: {
            ($0 as? DeltaError)?.code == .damaged && "\($0)".contains("version 2")
        }
    }

    @Test func `unknown actions and fields of other writers are passed over`() throws {
        let table = try makeTable()
        let lines = [
            #"{"commitInfo":{"timestamp":"yesterday","operation":7,"operationParameters":{"a":[1]},"x":{}}}"#,
            #"{"domainMetadata":{"domain":"d","configuration":"{}","removed":false}}"#, #"{"sidecar":{"path":"x"}}"#,
            #"{"cdc":{"path":"_change_data/x","size":1,"partitionValues":{},"dataChange":false}}"#,
            #"{"add":{"path":"a%20b","partitionValues":{},"size":1,"modificationTime":2,"dataChange":true,"new":{"x":1},"tags":{"k":null}}}"#,
        ]
        try publish(lines.joined(separator: "\r\n"), version: 1)
        let opened = try open()
        #expect(opened.version == table.version + 1)
        #expect(opened.snapshot.sortedFiles.map(\.path) == ["a b"])
    }

    func publish(_ text: String, version: Int) throws {
        let name = String(repeating: "0", count: 19) + "\(version).json"
        let file = try fileSystem.create("t/_delta_log/\(name)")
        try file.write(Array(text.utf8))
        #expect(try file.publishIfAbsent())
    }

    @Test(arguments: [
        #"{"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["timestampNtz"],"writerFeatures":["timestampNtz"]}}"#,
        #"{"protocol":{"minReaderVersion":4,"minWriterVersion":2}}"#,
        #"{"add":{"path":"a","partitionValues":{},"size":1,"modificationTime":2,"dataChange":true,"deletionVector":{"storageType":"u","pathOrInlineDv":"x","sizeInBytes":1,"cardinality":1}}}"#,
        #"{"add":{"path":"file:/elsewhere/a","partitionValues":{},"size":1,"modificationTime":2,"dataChange":true}}"#,
        #"{"add":{"path":"","partitionValues":{},"size":1,"modificationTime":2,"dataChange":true}}"#,
        #"{"add":{"path":"a/../../b","partitionValues":{},"size":1,"modificationTime":2,"dataChange":true}}"#,
    ])
    func `what Souk can't read is refused, when opened and when updated`(line: String) throws {
        var table = try makeTable()
        try publish(line, version: 1)
        #expect { try open() } throws: { ($0 as? DeltaError)?.code == .unsupported }
        #expect { try table.update() } throws: { ($0 as? DeltaError)?.code == .unsupported }
    }

    @Test func `a table that others must check is read but not written`() throws {
        var table = try makeTable()
        try publish(#"{"protocol":{"minReaderVersion":1,"minWriterVersion":4}}"#, version: 1)
        try table.update()
        #expect { try table.commit([Self.add("a")], info: Samples.info()) } throws: {
            ($0 as? DeltaError)?.code == .unsupported
        }
    }

    @Test func `rows of an append-only table can be moved but not taken away`() throws {
        var table = try makeTable(["delta.appendOnly": "true"])
        _ = try table.commit([Self.add("a")], info: Samples.info())
        let file = try #require(table.snapshot.files["a"])
        #expect(throws: DeltaError.self) {
            try table.commit([.remove(RemoveFile(file, deletionTimestamp: 1, dataChange: true))], info: Samples.info())
        }
        #expect(
            try table.commit(
                [.remove(RemoveFile(file, deletionTimestamp: 1, dataChange: false))], info: Samples.info())
                == .committed(version: 2))
    }

    @Test func `orphans are the files that no commit names, hidden ones apart`() throws {
        var table = try makeTable()
        for name in ["live", "removed", "orphan"] {
            let file = try fileSystem.create("t/\(name)")
            try file.write([1])
            try file.publish()
        }
        _ = try table.commit([Self.add("live"), Self.add("removed")], info: Samples.info())
        let removed = try #require(table.snapshot.files["removed"])
        _ = try table.commit(
            [.remove(RemoveFile(removed, deletionTimestamp: Samples.now, dataChange: true))], info: Samples.info())
        let writing = try fileSystem.create("t/being-written")
        let orphans = try table.orphans()
        #expect(orphans.dataFiles.map(\.name) == ["orphan"])
        #expect(orphans.hiddenFiles.count == 1)
        writing.abandon()
    }
}
