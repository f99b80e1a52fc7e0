public import SparkConnect

/// What a job wants of a Spark cluster: a session on it.
///
/// All calls block. `SparkSession` is the one that talks to a server.
public protocol StreamingCluster: Sendable {
    /// The session's identifier.
    var id: String { get }
    /// Spark's version.
    func version() throws -> String
    /// The value of a setting; nil if it has none.
    func setting(_ key: String) throws -> String?
    /// Makes so many tasks of a shuffle; 0 for what suits the server.
    func configureShuffles(partitions: Int) throws
    /// Changes settings of the session.
    func configure(_ settings: [(key: String, value: String)]) throws
    /// Gives a name to a source.
    func createView(_ name: String, of source: SparkSource) throws
    /// The rows of a query whose result is small.
    func rows(_ sql: String) throws -> [[SparkValue]]
    /// Appends a query's rows to a table of Delta Lake.
    func append(_ sql: String, to path: String, options: [String: String]) throws
    /// Starts a streaming query.
    func start(_ stream: SparkStream) throws -> StreamingQuery
    /// The streaming queries of the session that run.
    func activeQueries() throws -> [StreamingQuery]
    /// Whether a query runs.
    func isActive(_ query: StreamingQuery) throws -> Bool
    /// What Spark says of a query's last batch, as JSON; nil before the first.
    func lastProgress(of query: StreamingQuery) throws -> String?
    /// What Spark says of a query's last batches, the oldest first, as JSON.
    func recentProgress(of query: StreamingQuery) throws -> [String]
    /// Why a query ended; nil if it was stopped or has done its work.
    func failure(of query: StreamingQuery) throws -> SparkError?
    /// Waits until a query has taken in what its source holds now.
    func processAllAvailable(_ query: StreamingQuery) throws
    /// Ends a query.
    func stop(_ query: StreamingQuery) throws
    /// Ends what an earlier process of the same session may have left running, streaming queries excepted.
    func interruptLeftOvers() throws
    /// Ends the session.
    func release() throws
}
