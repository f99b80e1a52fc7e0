import Commerce
import Lake
import LakeTesting
import Testing

@testable import Streaming

struct CommitRecordTests {
    /// The records of a small run.
    private static func records() throws -> [CommitRecord] {
        let fileSystem = SimulatedFileSystem(seed: 1)
        try Scenario(seed: 2, count: 200, partitions: 3, commitRows: 40).run(on: fileSystem, seed: 1)
        let lake = try #require(try TransactionLake.open(on: fileSystem))
        return try CommitHistory(lake.transactions, pipeline: "souk").all()
    }

    @Test func `a record comes back from its text as it was`() throws {
        var generator = SeededGenerator(seed: 1)
        func number() -> Int64 { Bool.random(using: &generator) ? .random(in: .min ... .max, using: &generator) : .min }
        for var record in try Self.records() {
            #expect(try CommitRecord(json: record.json()) == record)
            record.pipeline = "a \"name\"\n\u{1F600}/\\"
            record.stale = [CommitRecord.StaleRange(60_000_000..<180_000_000)]
            record.watermark = Bool.random(using: &generator) ? number() : nil
            record.read = .max
            record.closedAll.toggle()
            record.state.checksum = .max
            record.largestEventTimes["2147483647"] = number()
            record.nextOffsets["2147483647"] = .max
            record.pieces.append(.init(partition: .max, from: 0, to: .max, largestEventTime: nil))
            record.following.windows.append(AddFile(path: "a b%20/ü", size: 1, modificationTime: 2, stats: "{\"a\":1}"))
            let text = try record.json()
            #expect(try CommitRecord(json: text) == record)
            #expect(!text.contains("\n"))
        }
    }

    @Test func `its account is that of the pipeline`() throws {
        let records = try Self.records()
        #expect(records.count > 2)
        for record in records {
            #expect(record.accounting.addsUp)
            #expect(record.accounting.commits == record.sequence)
            #expect(record.accounting.rejected == record.rejected.values.reduce(0, +))
        }
        #expect(records.last?.closedAll == true && records.first?.closedAll == false)
    }

    @Test func `a text that is no record is damage`() throws {
        let record = try #require(try Self.records().last)
        var unknownReason = record
        unknownReason.rejected["not_yet_invented"] = 3
        var unknownPartition = record
        unknownPartition.nextOffsets["first"] = 3
        for text in ["", "{}", "[1]", try unknownReason.json(), try unknownPartition.json()] {
            let error = #expect(throws: PipelineError.self) { try CommitRecord(json: text) }
            #expect(error?.code == .lakeDamaged)
        }
    }
}
