import Live
import SparkConnect
import Testing

@testable import SparkEngine

struct QueryProgressTests {
    private func json(batch: Int, offsets: String, dropped: Int = 0, watermark: String = "2026-01-01T10:00:00.500Z")
        -> String
    {
        """
        {"id":"a","runId":"b","name":"n","timestamp":"2026-01-01T10:00:30.000Z","batchId":\(batch),"batchDuration":900,
        "numInputRows":5,"inputRowsPerSecond":12.5,"processedRowsPerSecond":20.0,
        "durationMs":{"addBatch":300,"triggerExecution":450},"eventTime":{"watermark":"\(watermark)"},
        "stateOperators":[{"operatorName":"stateStoreSave","numRowsTotal":7,"numRowsDroppedByWatermark":\(dropped)},
        {"numRowsTotal":2,"numRowsDroppedByWatermark":0}],
        "sources":[{"description":"KafkaV2[Subscribe[sales]]","startOffset":null,"endOffset":\(offsets),
        "numInputRows":5,"inputRowsPerSecond":12.5,"processedRowsPerSecond":"NaN"}],"sink":{"description":"Delta"}}
        """
    }

    @Test(arguments: [#"{"sales":{"0":17,"11":4}}"#, #""{\"sales\":{\"0\":17,\"11\":4}}""#])
    func `what Spark says of a batch is understood, its offsets as an object and as a text`(offsets: String) throws {
        let progress = try #require(QueryProgress(json: json(batch: 3, offsets: offsets, dropped: 2)))
        #expect(progress.batchID == 3 && progress.endOffsets == [0: 17, 11: 4])
        #expect(progress.inputRate == 12.5 && progress.processingRate == 0 && progress.batchSeconds == 0.45)
        #expect(progress.watermark == 1_767_261_600_500_000)
        #expect(progress.stateRows == 9 && progress.droppedRows == 2)
    }

    @Test func `a watermark at the epoch is none`() throws {
        let text = json(batch: 0, offsets: "null", watermark: "1970-01-01T00:00:00.000Z")
        let progress = try #require(QueryProgress(json: text))
        #expect(progress.watermark == nil && progress.endOffsets.isEmpty)
    }

    @Test func `offsets of other sources than a topic are none`() throws {
        let delta = #"{"sourceVersion":1,"reservoirId":"x","reservoirVersion":4,"index":-1,"isStartingVersion":false}"#
        #expect(try #require(QueryProgress(json: json(batch: 1, offsets: delta))).endOffsets.isEmpty)
    }

    @Test(arguments: ["", "{}", "[]", #"{"batchId":"one","sources":[]}"#])
    func `what is no progress is none`(text: String) {
        #expect(QueryProgress(json: text) == nil)
    }

    @Test func `nothing was dropped only where every batch was heard of`() throws {
        func history(_ batches: [(Int, Int)]) throws -> [QueryProgress] {
            try batches.map { try #require(QueryProgress(json: json(batch: $0.0, offsets: "null", dropped: $0.1))) }
        }
        #expect(SupervisedQuery.hasDroppedNothing(try history([(0, 0), (1, 0), (1, 0), (2, 0)])))
        #expect(!SupervisedQuery.hasDroppedNothing(try history([(0, 0), (1, 1), (2, 0)])))
        #expect(!SupervisedQuery.hasDroppedNothing(try history([(0, 0), (2, 0)])))
        #expect(!SupervisedQuery.hasDroppedNothing(try history([(1, 0), (2, 0)])))
        #expect(!SupervisedQuery.hasDroppedNothing([]))
    }

    @Test func `a query that fails without finishing a batch is given up after five times`() {
        var query = SupervisedQuery(name: "q")
        var delays: [Int] = []
        let run = StreamingQuery(id: "a", runID: "b", name: "q")
        for attempt in 1...5 {
            query.began(run)
            let again = query.failed(now: 1_000_000) { count in
                delays.append(count)
                return 2
            }
            #expect(again == (attempt < 5) && query.query == nil && query.nextStart == 3_000_000)
        }
        #expect(delays == [0, 1, 2, 3, 4] && query.snapshot.restarts == 5 && !query.snapshot.isActive)
    }

    @Test func `a batch that was finished makes up for the failures before it, and one that was not does not`() {
        var query = SupervisedQuery(name: "q")
        for batch in 0..<20 {
            query.began(StreamingQuery(id: "a", runID: "\(batch)", name: "q"))
            query.note(json(batch: batch, offsets: "null", dropped: 1))
            query.note(json(batch: batch, offsets: #"{"sales":{"0":1}}"#, dropped: 1))
            #expect(query.snapshot.isActive && query.snapshot.batch == Int64(batch))
            #expect(query.failed(now: 0) { _ in 0 })
        }
        #expect(query.snapshot.droppedRows == 20)
        for attempt in 2...5 {
            query.note(json(batch: 19, offsets: "null"))
            #expect(query.failed(now: 0) { _ in 0 } == (attempt < 5))
        }
    }
}
