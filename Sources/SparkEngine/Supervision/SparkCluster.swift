public import SparkConnect

/// A session on a Spark Connect server.
public struct SparkCluster: StreamingCluster {
    /// What everything that the job asks for is marked with.
    private static let tag = "souk"

    private let session: SparkSession
    private let timeout: Duration

    /// A cluster behind a session.
    ///
    /// - Parameter timeout: how long the server may take to answer a request that does no work.
    public init(_ session: SparkSession, timeout: Duration) {
        self.session = session
        self.timeout = timeout
    }

    /// The session's identifier.
    public var id: String { session.id }

    /// Spark's version.
    public func version() throws -> String { try session.version(timeout: timeout) }

    /// The value of a setting; nil if it has none.
    public func setting(_ key: String) throws -> String? { try session.configuration(key) }

    /// Makes so many tasks of a shuffle; 0 for what suits the server.
    public func configureShuffles(partitions: Int) throws {
        try session.configureShuffles(partitions: partitions, tag: Self.tag)
    }

    /// Changes settings of the session.
    public func configure(_ settings: [(key: String, value: String)]) throws { try session.configure(settings) }

    /// Gives a name to a source.
    public func createView(_ name: String, of source: SparkSource) throws {
        try session.createView(name, of: source)
    }

    /// The rows of a query whose result is small.
    public func rows(_ sql: String) throws -> [[SparkValue]] {
        try session.query(sql, tag: Self.tag, timeout: nil).rows()
    }

    /// Appends a query's rows to a table of Delta Lake.
    public func append(_ sql: String, to path: String, options: [String: String]) throws {
        try session.write(sql, format: "delta", path: path, options: options, tag: Self.tag, timeout: nil)
    }

    /// Starts a streaming query.
    public func start(_ stream: SparkStream) throws -> StreamingQuery { try session.start(stream) }

    /// The streaming queries of the session that run.
    public func activeQueries() throws -> [StreamingQuery] { try session.activeQueries() }

    /// Whether a query runs.
    public func isActive(_ query: StreamingQuery) throws -> Bool { try session.status(of: query).isActive }

    /// What Spark says of a query's last batch, as JSON; nil before the first.
    public func lastProgress(of query: StreamingQuery) throws -> String? { try session.lastProgress(of: query) }

    /// What Spark says of a query's last batches, the oldest first, as JSON.
    public func recentProgress(of query: StreamingQuery) throws -> [String] {
        try session.recentProgress(of: query)
    }

    /// Why a query ended; nil if it was stopped or has done its work.
    public func failure(of query: StreamingQuery) throws -> SparkError? { try session.failure(of: query) }

    /// Waits until a query has taken in what its source holds now.
    public func processAllAvailable(_ query: StreamingQuery) throws {
        try session.processAllAvailable(query, timeout: nil)
    }

    /// Ends a query.
    public func stop(_ query: StreamingQuery) throws { try session.stop(query) }

    /// Ends what an earlier process of the same session may have left running, streaming queries excepted.
    public func interruptLeftOvers() throws { try session.interrupt(tag: Self.tag) }

    /// Ends the session.
    public func release() throws { try session.release() }
}
