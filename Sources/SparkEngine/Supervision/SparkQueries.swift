internal import Foundation
internal import SparkConnect
internal import Streaming
internal import Windowing

/// The two streaming queries of a job: what they are called, what they read, and where they write.
struct SparkQueries {
    /// The view over the topic as a stream.
    static let messages = "souk_messages"
    /// The view over `transactions` as a stream.
    static let stream = "souk_transactions_stream"

    let settings: SparkJobSettings
    let sql: JobSQL
    let generation: Int64

    /// The name of the query that fills `transactions`.
    var transactionsName: String { "\(settings.pipeline.name) transactions" }
    /// The name of the query that fills `windows`.
    var windowsName: String { "\(settings.pipeline.name) windows" }

    /// The directory of a query's checkpoint below the lake's root.
    func checkpoint(_ table: String) -> String {
        "\(EngineProgressStore.directory)/\(generation)/\(table)"
    }

    /// The topic as a stream.
    ///
    /// - Parameter offsets: where a query without a checkpoint begins; partitions that are not named begin at their beginning.
    func topic(from offsets: [Int32: Int64]) -> SparkSource {
        var options = kafkaOptions
        options["startingOffsets"] = TopicOffsets(topic: settings.topic, offsets).json
        if settings.maxOffsetsPerTrigger > 0 {
            options["maxOffsetsPerTrigger"] = String(settings.maxOffsetsPerTrigger)
        }
        return SparkSource(
            format: "kafka", options: options, paths: [], schema: nil, isStreaming: true, watermark: nil)
    }

    /// A range of the topic's offsets.
    func topic(_ ranges: [Int32: Range<Int64>]) -> SparkSource {
        var options = kafkaOptions
        options["startingOffsets"] = TopicOffsets(topic: settings.topic, ranges.mapValues(\.lowerBound)).json
        // Offsets have to be given for every partition that is read, and the topic may have got another one meanwhile.
        options["subscribe"] = nil
        options["assign"] =
            "{\"\(settings.topic)\":[\(ranges.keys.sorted().map(String.init).joined(separator: ","))]}"
        options["endingOffsets"] = TopicOffsets(topic: settings.topic, ranges.mapValues(\.upperBound)).json
        return SparkSource(
            format: "kafka", options: options, paths: [], schema: nil, isStreaming: false, watermark: nil)
    }

    /// The table `transactions` as a stream with its watermark.
    ///
    /// - Parameter version: the table's version that a query without a checkpoint begins with.
    func transactions(from version: Int64) -> SparkSource {
        let milliseconds = (settings.pipeline.windows.delay + 999) / 1_000
        return SparkSource(
            format: "delta", options: ["startingVersion": String(version)], paths: [path("transactions")], schema: nil,
            isStreaming: true, watermark: (column: "timestamp", delay: "\(milliseconds) milliseconds"))
    }

    /// The query that fills `transactions`.
    func transactionsQuery(isBounded: Bool) -> SparkStream {
        SparkStream(
            sql: sql.transactions(from: Self.messages), name: transactionsName, format: "delta",
            path: path("transactions"), options: ["checkpointLocation": path(checkpoint("transactions"))],
            outputMode: "append", trigger: isBounded ? .availableNow : .interval(settings.trigger))
    }

    /// The query that fills `windows`.
    func windowsQuery(isBounded: Bool, boundary: Int64?) -> SparkStream {
        SparkStream(
            sql: sql.windows(from: Self.stream, startingAt: boundary), name: windowsName, format: "delta",
            path: path("windows"), options: ["checkpointLocation": path(checkpoint("windows"))],
            outputMode: "append", trigger: isBounded ? .availableNow : .interval(settings.windowsTrigger))
    }

    /// A path below the lake's root as Spark knows it.
    func path(_ relative: String) -> String { "\(settings.lakePath)/\(relative)" }

    private var kafkaOptions: [String: String] {
        settings.kafkaOptions.merging([
            "subscribe": settings.topic, "kafka.isolation.level": "read_committed", "failOnDataLoss": "true",
            "maxRecordsPerPartition": String(settings.maxRecordsPerTask),
        ]) { _, ours in ours }
    }
}
