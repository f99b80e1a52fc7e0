internal import Commerce
internal import Live
internal import SparkConnect

/// A streaming query as Souk watches it: the run of it that there is, what it said last, and how often it has failed.
struct SupervisedQuery {
    /// How often in a row a query may fail without having finished a batch.
    static let patience = 5

    let name: String
    /// The query's present run; nil before it was started or found.
    private(set) var query: StreamingQuery?
    /// What Spark said of its last batch.
    private(set) var progress: QueryProgress?
    /// Whether a bounded query has done its work.
    private(set) var hasEnded = false
    /// When the next start may be tried, in microseconds since the epoch.
    private(set) var nextStart: Int64 = 0
    private var restarts: Int64 = 0
    private var failuresInARow = 0
    private var droppedRows: Int64 = 0

    init(name: String) { self.name = name }

    /// Notes a run of the query.
    mutating func began(_ query: StreamingQuery) { self.query = query }

    /// Notes that a bounded query has done its work.
    mutating func ended() { hasEnded = true }

    /// Notes what Spark says of the last batch.
    mutating func note(_ json: String?) {
        guard let json, let latest = QueryProgress(json: json), latest != progress else { return }
        if latest.batchID != progress?.batchID {
            droppedRows += latest.droppedRows
            failuresInARow = 0
        }
        progress = latest
    }

    /// Whether every batch of the query since its first one was heard of, and none of them left a row out.
    static func hasDroppedNothing(_ history: [QueryProgress]) -> Bool {
        history.first?.batchID == 0 && history.allSatisfy { $0.droppedRows == 0 }
            && zip(history, history.dropFirst()).allSatisfy { $1.batchID - $0.batchID <= 1 }
    }

    /// Notes that the run has failed.
    ///
    /// - Parameter delay: how long to wait before the next start after that many failures, in seconds.
    /// - Returns: whether another start is worth trying.
    mutating func failed(now: Int64, delay: (Int) -> Double) -> Bool {
        query = nil
        restarts += 1
        failuresInARow += 1
        nextStart = now + Int64(delay(failuresInARow - 1) * 1e6)
        return failuresInARow < Self.patience
    }

    /// The query as the dashboard shows it.
    var snapshot: PipelineSnapshot.Query {
        var snapshot = PipelineSnapshot.Query(name: name)
        snapshot.isActive = query != nil && !hasEnded
        snapshot.restarts = restarts
        snapshot.droppedRows = droppedRows
        guard let progress else { return snapshot }
        snapshot.batch = progress.batchID
        snapshot.inputRate = progress.inputRate
        snapshot.processingRate = progress.processingRate
        snapshot.batchSeconds = progress.batchSeconds
        snapshot.watermark = progress.watermark.map(Timestamp.init(microseconds:))
        snapshot.stateRows = progress.stateRows
        return snapshot
    }
}
