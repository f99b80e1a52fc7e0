internal import Foundation

/// What Spark says of a streaming query's last batch (`StreamingQueryProgress` as JSON).
public struct QueryProgress: Sendable, Equatable {
    /// The number of the batch, from 0.
    public var batchID: Int64
    /// Messages that Spark took in a second.
    public var inputRate: Double
    /// Messages that Spark could have taken in a second.
    public var processingRate: Double
    /// How long the batch took, in seconds.
    public var batchSeconds: Double
    /// The watermark that the batch worked with, in microseconds since the epoch; nil for a query without one, or before it
    /// has seen an event.
    public var watermark: Int64?
    /// Rows of state that the query keeps.
    public var stateRows: Int64
    /// Rows that the batch left out because the watermark had passed them.
    public var droppedRows: Int64
    /// The offsets behind the last message, by partition; empty unless the query reads a topic.
    public var endOffsets: [Int32: Int64]

    /// Reads what Spark sends.
    ///
    /// - Returns: nil if it is not the progress of a query.
    public init?(json: String) {
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(json.utf8)) else { return nil }
        batchID = document.batchId
        inputRate = document.sources.compactMap(\.inputRowsPerSecond).reduce(0, +)
        processingRate = document.sources.compactMap(\.processedRowsPerSecond).reduce(0, +)
        batchSeconds = Double(document.durationMs?["triggerExecution"] ?? document.batchDuration ?? 0) / 1_000
        watermark = document.eventTime?["watermark"].flatMap(Self.microseconds)
        stateRows = document.stateOperators?.compactMap(\.numRowsTotal).reduce(0, +) ?? 0
        droppedRows = document.stateOperators?.compactMap(\.numRowsDroppedByWatermark).reduce(0, +) ?? 0
        endOffsets = document.sources.first?.endOffset.map(\.partitions) ?? [:]
    }

    /// Spark's watermark before any event is the epoch itself, which no window ends at.
    private static func microseconds(_ text: String) -> Int64? {
        guard
            let moment = try? Date(text, strategy: .iso8601.year().month().day().time(includingFractionalSeconds: true))
        else { return nil }
        let milliseconds = (moment.timeIntervalSince1970 * 1_000).rounded()
        return milliseconds == 0 ? nil : Int64(milliseconds) * 1_000
    }

    private struct Document: Decodable {
        var batchId: Int64
        var batchDuration: Int64?
        var durationMs: [String: Int64]?
        var eventTime: [String: String]?
        var stateOperators: [StateOperator]?
        var sources: [Source]
    }

    private struct StateOperator: Decodable {
        var numRowsTotal: Int64?
        var numRowsDroppedByWatermark: Int64?
    }

    private struct Source: Decodable {
        var endOffset: TopicOffsets?
        var inputRowsPerSecond: Double?
        var processedRowsPerSecond: Double?

        enum CodingKeys: String, CodingKey {
            case endOffset, inputRowsPerSecond, processedRowsPerSecond
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            // Other sources than Kafka have offsets of another form, and rates may be the text `NaN`.
            endOffset = Self.offsets(container)
            inputRowsPerSecond = try? container.decode(Double.self, forKey: .inputRowsPerSecond)
            processedRowsPerSecond = try? container.decode(Double.self, forKey: .processedRowsPerSecond)
        }

        /// Offsets come as an object, or as a text that holds one.
        private static func offsets(_ container: KeyedDecodingContainer<CodingKeys>) -> TopicOffsets? {
            if let offsets = try? container.decode(TopicOffsets.self, forKey: .endOffset) { return offsets }
            guard let text = try? container.decode(String.self, forKey: .endOffset) else { return nil }
            return try? JSONDecoder().decode(TopicOffsets.self, from: Data(text.utf8))
        }
    }
}
