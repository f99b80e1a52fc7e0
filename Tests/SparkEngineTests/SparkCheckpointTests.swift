import Lake
import LakeTesting
import SparkEngine
import Testing

struct SparkCheckpointTests {
    private let fileSystem = SimulatedFileSystem(seed: 1)
    private var checkpoint: SparkCheckpoint { SparkCheckpoint(fileSystem: fileSystem, directory: "c") }

    private func write(_ text: String, to name: String) throws {
        let file = try fileSystem.create("c/\(name)")
        try file.write(Array(text.utf8))
        try file.publish()
    }

    private func expectDamaged(_ body: () throws -> Void, sourceLocation: SourceLocation = #_sourceLocation) {
        let error = #expect(throws: SparkJobError.self, sourceLocation: sourceLocation) { try body() }
        #expect(
            error?.code == .checkpointDamaged && error?.description.contains("c/") == true,
            sourceLocation: sourceLocation)
    }

    @Test func `a query that was never started has promised nothing`() throws {
        #expect(try checkpoint.queryID() == nil)
        #expect(try checkpoint.lastCommittedBatch() == nil)
    }

    @Test func `what Spark has written is read: the query, its last batch, where that ends, and the watermark`() throws
    {
        try write(#"{"id":"5f0c1d"}"#, to: "metadata")
        for batch in [0, 9, 10] { try write("v1\n{\"nextBatchWatermarkMs\":0}", to: "commits/\(batch)") }
        try write("v1\n{\"batchWatermarkMs\":0,\"batchTimestampMs\":1}\n{\"sales\":{\"0\":3}}", to: "offsets/0")
        try write(
            "v1\n{\"batchWatermarkMs\":1767261600500,\"conf\":{}}\n{\"sales\":{\"0\":30,\"12\":7}}\n", to: "offsets/10")
        #expect(try checkpoint.queryID() == "5f0c1d")
        #expect(try checkpoint.lastCommittedBatch() == 10)
        #expect(try checkpoint.endOffsets(ofBatch: 0) == [0: 3])
        #expect(try checkpoint.endOffsets(ofBatch: 10) == [0: 30, 12: 7])
        #expect(try checkpoint.watermark(ofBatch: 0) == nil)
        #expect(try checkpoint.watermark(ofBatch: 10) == 1_767_261_600_500_000)
    }

    @Test(arguments: [
        "", "v1\n{}", "v1\n{}\n{}", "v1\n{}\n-", "v1\n{}\n{\"a\":{\"x\":1}}", "v1\n{}\n{\"a\":{},\"b\":{}}",
    ])
    func `a file that Spark did not write so is called damaged`(text: String) throws {
        try write(text, to: "offsets/1")
        expectDamaged { _ = try checkpoint.endOffsets(ofBatch: 1) }
        expectDamaged { _ = try checkpoint.watermark(ofBatch: 1) }
        expectDamaged { _ = try checkpoint.endOffsets(ofBatch: 2) }
        try write("{}", to: "metadata")
        expectDamaged { _ = try checkpoint.queryID() }
    }
}
