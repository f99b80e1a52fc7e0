import ClusterTesting
import Foundation
import SparkConnect
import Testing

extension SparkServerTests {
    @Suite struct SparkStreamTests {
        @Test func `a streaming query is started, listed, watched and stopped`() throws {
            try withSession { session in
                let place = try directory()
                try session.createView(
                    "rates",
                    of: SparkSource(
                        format: "rate-micro-batch", options: ["rowsPerBatch": "10", "numPartitions": "1"],
                        isStreaming: true,
                        watermark: ("timestamp", "1 second")))
                let query = try session.start(
                    SparkStream(
                        sql: "SELECT value FROM rates", name: "rates to delta", format: "delta", path: place + "/table",
                        options: ["checkpointLocation": place + "/checkpoint"], trigger: .interval("100 milliseconds")))
                #expect(query.name == "rates to delta")
                #expect(try session.activeQueries() == [query])
                #expect(try session.status(of: query).isActive)
                var progress: String?
                let deadline = Date(timeIntervalSinceNow: 90)
                while progress == nil, Date() < deadline { progress = try session.lastProgress(of: query) }
                #expect(
                    progress?.contains(#""name" : "rates to delta""#) == true
                        || progress?.contains(#""name":"rates to delta""#) == true)
                try session.stop(query)
                #expect(try !session.status(of: query).isActive)
                #expect(try session.activeQueries().isEmpty)
                #expect(try session.failure(of: query) == nil)
                try session.stop(query)
            }
        }

        @Test func `a bounded streaming query takes what is there and goes on from its checkpoint`() throws {
            try withSession { session in
                let place = try directory()
                try session.write(
                    "SELECT id FROM range(5)", format: "delta", path: place + "/from", options: [:],
                    timeout: .seconds(120))
                try session.createView(
                    "source", of: SparkSource(format: "delta", paths: [place + "/from"], isStreaming: true))
                let stream = SparkStream(
                    sql: "SELECT id FROM source", name: "copy", format: "delta", path: place + "/to",
                    options: ["checkpointLocation": place + "/checkpoint"], trigger: .availableNow)
                let first = try session.start(stream)
                try session.processAllAvailable(first, timeout: .seconds(120))
                try session.stop(first)
                try session.write(
                    "SELECT 100L AS id", format: "delta", path: place + "/from", options: [:], timeout: .seconds(120))
                let second = try session.start(stream)
                try session.processAllAvailable(second, timeout: .seconds(120))
                #expect(second.id == first.id)
                #expect(second.runID != first.runID)
                let sum = try session.query(
                    "SELECT count(*), sum(id) FROM delta.`\(place)/to`", tag: nil, timeout: .seconds(60))
                #expect(try sum.rows() == [[.integer(6), .integer(110)]])
            }
        }

        @Test func `a streaming query that fails says why`() throws {
            try withSession { session in
                let place = try directory()
                try session.createView(
                    "rates",
                    of: SparkSource(format: "rate-micro-batch", options: ["rowsPerBatch": "1"], isStreaming: true))
                let query = try session.start(
                    SparkStream(
                        sql: "SELECT raise_error('boom') AS x FROM rates", name: "failing", format: "noop",
                        options: ["checkpointLocation": place + "/checkpoint"], trigger: .interval("0 seconds")))
                let deadline = Date(timeIntervalSinceNow: 90)
                while try session.status(of: query).isActive, Date() < deadline {}
                let error = try #require(try session.failure(of: query))
                #expect(error.message.contains("boom"))
                #expect(error.errorClass != nil)
            }
        }

        private func directory() throws -> String {
            try Cluster.spark.get().warehouse.appending(path: UUID().uuidString).path
        }
    }
}
