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

    public var id: String { session.id }

    public func version() throws -> String { try session.version(timeout: timeout) }

    public func setting(_ key: String) throws -> String? { try session.configuration(key) }

    public func configure(_ settings: [(key: String, value: String)]) throws { try session.configure(settings) }

    public func createView(_ name: String, of source: SparkSource) throws {
        try session.createView(name, of: source)
    }

    public func rows(_ sql: String) throws -> [[SparkValue]] {
        try session.query(sql, tag: Self.tag, timeout: nil).rows()
    }

    public func append(_ sql: String, to path: String, options: [String: String]) throws {
        try session.write(sql, format: "delta", path: path, options: options, timeout: nil)
    }

    public func start(_ stream: SparkStream) throws -> StreamingQuery { try session.start(stream) }

    public func activeQueries() throws -> [StreamingQuery] { try session.activeQueries() }

    public func isActive(_ query: StreamingQuery) throws -> Bool { try session.status(of: query).isActive }

    public func lastProgress(of query: StreamingQuery) throws -> String? { try session.lastProgress(of: query) }

    public func recentProgress(of query: StreamingQuery) throws -> [String] {
        try session.recentProgress(of: query)
    }

    public func failure(of query: StreamingQuery) throws -> SparkError? { try session.failure(of: query) }

    public func processAllAvailable(_ query: StreamingQuery) throws {
        try session.processAllAvailable(query, timeout: nil)
    }

    public func stop(_ query: StreamingQuery) throws { try session.stop(query) }

    public func interruptLeftOvers() throws { try session.interrupt(tag: Self.tag) }

    public func release() throws { try session.release() }
}
