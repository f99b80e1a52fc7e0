import Commerce
import Foundation
import Lake
import LakeTesting
import Testing

@Suite struct TableTests {
    let fileSystem = SimulatedFileSystem(seed: 21)

    @Test func `transactions come back as they were, by partition and offset`() throws {
        var lake = try Samples.lake(on: fileSystem)
        let many = Samples.transactions(3000, seed: 1)
        var writer = try TransactionFileWriter(on: fileSystem, partition: 2, unique: "a1", currency: .moroccanDirham)
        try writer.append(TransactionBatch(partition: 2))
        try writer.append(Samples.batch(partition: 2, firstOffset: 100, Array(many[..<1000])))
        try writer.append(Samples.batch(partition: 2, firstOffset: 1100, Array(many[1000...])))
        #expect(writer.rowCount == 3000)
        let file = try writer.finish().publish(now: Samples.now)
        #expect(file.path == "part-00002-100-3099-a1.snappy.parquet")
        let few = Samples.transactions(5, seed: 2)
        let other = try Samples.addTransactions(few, partition: 7, firstOffset: 0, unique: "a2", on: fileSystem)
        _ = try lake.transactions.commit([.add(file), .add(other)], info: Samples.info())
        let expected =
            many.enumerated().map { Samples.line(2, 100 + Int64($0), $1) }
            + few.enumerated().map { Samples.line(7, Int64($0), $1) }
        #expect(try Samples.lines(try #require(try TransactionLake.open(on: fileSystem))) == expected.sorted())
    }

    @Test func `only the transactions at some offsets come back, if that is what is asked for`() throws {
        _ = try Samples.lake(on: fileSystem)
        let rows = Samples.transactions(3000, seed: 4)
        let files = try (0..<3).map { partition in
            try Samples.addTransactions(
                rows, partition: partition, firstOffset: 1000, unique: "p", on: fileSystem)
        }
        var offsets: [Int32: [Int64]] = [:]
        try TransactionsTable.forEachBatch(
            of: files, on: fileSystem, currency: .moroccanDirham, in: [0: 0..<1002, 2: 3998..<9000]
        ) { batch in
            offsets[batch.partition, default: []] += batch.offsets
        }
        #expect(offsets == [0: [1000, 1001], 2: [3998, 3999]])
    }

    @Test func `a file's statistics tell which offsets it may hold, whoever has written them`() throws {
        _ = try Samples.lake(on: fileSystem)
        let rows = Samples.transactions(5, seed: 5)
        let file = try Samples.addTransactions(rows, partition: 4, firstOffset: 70, unique: "b", on: fileSystem)
        let own = try #require(TransactionFileBounds(file))
        #expect(own.isExact && own.offsets == [4: 70...74])
        #expect(own.mayHold([4: 74..<80]) && own.mayHold([1: 0..<9, 4: 0..<71]))
        #expect(!own.mayHold([4: 75..<80]) && !own.mayHold([4: 0..<70]) && !own.mayHold([3: 0..<100, 5: 0..<100]))
        #expect(!own.mayHold([4: 72..<72]) && !own.mayHold([:]))
        #expect(own.mostRows(of: [4: 73..<80, 5: 0..<100]) == 2 && own.mostRows(of: [4: 0..<72]) == 2)
        #expect(own.mostRows(of: [4: 0..<100]) == 5 && own.mostRows(of: [4: 80..<90]) == 0)
        #expect(try TransactionFileBounds(reading: file, on: fileSystem) == own)
        var other = file
        other.stats = """
            {"numRecords":3039,"minValues":{"amount":11.72,"_partition":0,"_offset":9223372036854775000},\
            "maxValues":{"_partition":1,"_offset":9223372036854775807},"nullCount":{"_offset":0},"tightBounds":true}
            """
        let foreign = try #require(TransactionFileBounds(other))
        let offsets = 9_223_372_036_854_775_000...Int64.max
        #expect(!foreign.isExact && foreign.offsets == [0: offsets, 1: offsets])
        #expect(foreign.mostRows(of: [0: 0..<Int64.max]) == 807)
    }

    @Test(arguments: [
        nil, "", #"{"numRecords":3}"#, #"{"numRecords":3,"minValues":{},"maxValues":{}}"#,
        #"{"minValues":{"_partition":0,"_offset":-1},"maxValues":{"_partition":0,"_offset":5}}"#,
        #"{"minValues":{"_partition":0,"_offset":6},"maxValues":{"_partition":0,"_offset":5}}"#,
        #"{"minValues":{"_partition":0,"_offset":0},"maxValues":{"_partition":2147483647,"_offset":5}}"#,
    ])
    func `statistics that don't tell it, or can't be right, tell nothing`(stats: String?) {
        #expect(TransactionFileBounds(AddFile(path: "f", size: 1, modificationTime: 0, stats: stats)) == nil)
    }

    @Test func `windows come back as they were`() throws {
        _ = try Samples.lake(on: fileSystem)
        let rows = Samples.windows(70_000)
        let file = try WindowsTable.write(rows, on: fileSystem, unique: "w", currency: .moroccanDirham).publish(
            now: Samples.now)
        var read: [WindowRow] = []
        try WindowsTable.forEachBatch(of: [file], on: fileSystem, currency: .moroccanDirham) { read += $0 }
        #expect(read == rows)
    }

    @Test func `rejections come back as they were, their bytes too`() throws {
        _ = try Samples.lake(on: fileSystem)
        let rows = Samples.rejections(500)
        let file = try RejectedTable.write(rows, on: fileSystem, unique: "r").publish(now: Samples.now)
        var read: [RejectedRow] = []
        try RejectedTable.forEachBatch(of: [file], on: fileSystem) { read += $0 }
        #expect(read == rows)
    }

    @Test func `a file's statistics bound its rows, timestamps in whole milliseconds`() throws {
        _ = try Samples.lake(on: fileSystem)
        var rows = Samples.transactions(2, seed: 3)
        rows[0].amount = 5
        rows[0].quantity = 3
        rows[0].timestamp = Timestamp(microseconds: 1_767_225_600_000_999)
        rows[1].amount = 123_456
        rows[1].quantity = 9
        rows[1].timestamp = Timestamp(microseconds: 1_767_225_601_000_001)
        let file = try Samples.addTransactions(rows, partition: 4, firstOffset: 70, unique: "s", on: fileSystem)
        let stats = """
            {"numRecords":2,\
            "minValues":{"amount":0.05,"quantity":3,"timestamp":"2026-01-01T00:00:00.000Z","_partition":4,"_offset":70},\
            "maxValues":{"amount":1234.56,"quantity":9,"timestamp":"2026-01-01T00:00:01.001Z","_partition":4,"_offset":71},\
            "nullCount":{"transaction_id":0,"user_id":0,"city":0,"category":0,"amount":0,"quantity":0,\
            "payment_method":0,"timestamp":0,"_partition":0,"_offset":0}}
            """
        #expect(file.stats == stats)
    }

    @Test func `a lake is made once, and completed if its making was interrupted`() throws {
        #expect(try TransactionLake.open(on: fileSystem)?.fileSystem.location == nil)
        let lake = try Samples.lake(on: fileSystem)
        for name in try fileSystem.list("rejected/_delta_log").map(\.name) {
            try fileSystem.delete("rejected/_delta_log/\(name)")
        }
        #expect(try TransactionLake.open(on: fileSystem)?.fileSystem.location == nil)
        let again = try Samples.lake(on: fileSystem)
        #expect(again.transactions.snapshot.metadata.id == lake.transactions.snapshot.metadata.id)
        #expect(again.rejected.version == 0)
    }

    @Test func `a table with other columns is refused by their names`() throws {
        _ = try DeltaTable.create(
            on: fileSystem, directory: "windows",
            metadata: TableMetadata(
                id: "x",
                schemaString:
                    #"{"type":"struct","fields":[{"name":"key","type":"long","nullable":true,"metadata":{}}]}"#,
                createdTime: 0), info: Samples.info())
        #expect {
            try Samples.lake(on: fileSystem)
        } throws: { error in
            (error as? DeltaError)?.code == .schemaMismatch && "\(error)".contains("key string")
        }
    }

    @Test func `any flipped byte and any other length of a data file is found out`() throws {
        let lake = try Samples.lake(on: fileSystem)
        let file = try Samples.addTransactions(
            Samples.transactions(50, seed: 4), partition: 0, firstOffset: 0, unique: "d", on: fileSystem)
        #expect(try lake.transactions.damage(of: file) == nil)
        let path = SimulatedFileSystem.diskPath(of: "transactions/\(file.path)")
        let intact = try fileSystem.read("transactions/\(file.path)")
        for position in stride(from: 0, to: intact.count, by: 7) {
            fileSystem.disk.tamper(path) {
                $0 = intact
                $0[position] ^= 4
            }
            #expect(try lake.transactions.damage(of: file) == .wrongChecksum)
        }
        fileSystem.disk.tamper(path) { $0 = Array(intact.dropLast()) }
        #expect(try lake.transactions.damage(of: file) == .wrongSize(file.size - 1))
        try fileSystem.delete("transactions/\(file.path)")
        #expect(try lake.transactions.damage(of: file) == .missing)
    }

    @Test func `a disk that fills up while a data file is written leaves nothing visible`() throws {
        _ = try Samples.lake(on: fileSystem)
        let rows = Samples.transactions(200, seed: 5)
        for step in 0..<12 {
            fileSystem.disk.arm(DiskFault(.noSpace, at: fileSystem.disk.operationCount + step, isLasting: true))
            do {
                _ = try Samples.addTransactions(rows, partition: 0, firstOffset: 0, unique: "f\(step)", on: fileSystem)
            } catch let error as FileSystemError {
                #expect(error.code == .noSpace)
                #expect(try !fileSystem.list("transactions").contains { $0.name.contains("f\(step)") })
            }
            fileSystem.disk.disarm()
        }
    }
}
