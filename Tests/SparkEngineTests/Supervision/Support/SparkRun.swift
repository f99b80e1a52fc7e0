import SparkConnect

/// A streaming query that was started.
struct SparkRun: Sendable {
    let query: StreamingQuery
    let session: String
    let stream: SparkStream
    /// What its statement reads from.
    let source: SparkSource
    /// The first start of a window that it makes rows for, in microseconds since the epoch; nil for all.
    let boundary: Int64?
    var isActive = true
    var failure: SparkError?
    /// How many batches it finishes before it fails; nil if it does not.
    var batchesBeforeFailure: Int?
    /// What it said of its batches.
    var progress: [String] = []
}

/// What a streaming query goes on from, as far as only Spark reads it.
struct SparkCheckpointState: Sendable {
    /// The query's identifier.
    let id: String
    /// The number of the next batch.
    var batch: Int64 = 0
    /// Where the topic was read to, by partition.
    var offsets: [Int32: Int64] = [:]
    /// Where the batch ends that was begun and perhaps not finished.
    var promised: [Int32: Int64]?
    /// The version of `transactions` to be read next.
    var version: Int64 = 0
    /// The watermark of the last batch and of the next, in microseconds since the epoch.
    var watermark: Int64 = 0
    var nextWatermark: Int64 = 0
    /// How many sales there are in each open window, by its start.
    var open: [Int64: Int64] = [:]
}
