/// A streaming query that is to be started.
public struct SparkStream: Sendable, Hashable {
    /// When a streaming query takes what has come.
    public enum Trigger: Sendable, Hashable {
        /// Every so often, such as `1 second`.
        case interval(String)
        /// All that is there now, in as many batches as the source allows; then the query ends.
        case availableNow
    }

    /// What it computes; it reads from views, at least one of them over a streaming source.
    public var sql: String
    /// What it is called; one name runs once in a session.
    public var name: String
    /// Spark's name of the connector that it writes with.
    public var format: String
    /// Where it writes to, for connectors that write files.
    public var path: String?
    /// The connector's options, `checkpointLocation` among them.
    public var options: [String: String]
    /// `append`, `update` or `complete`.
    public var outputMode: String
    /// When it takes what has come.
    public var trigger: Trigger

    /// A query to be started.
    public init(
        sql: String, name: String, format: String, path: String? = nil, options: [String: String] = [:],
        outputMode: String = "append", trigger: Trigger
    ) {
        self.sql = sql
        self.name = name
        self.format = format
        self.path = path
        self.options = options
        self.outputMode = outputMode
        self.trigger = trigger
    }
}
