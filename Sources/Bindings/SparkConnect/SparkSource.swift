/// Something that Spark reads, such as a topic of Kafka or a table of Delta Lake.
public struct SparkSource: Sendable {
    /// Spark's name of the connector, such as `kafka` or `delta`.
    public var format: String
    /// The connector's options.
    public var options: [String: String]
    /// Where the data is, for connectors that read files.
    public var paths: [String]
    /// The columns as SQL declares them, for connectors that do not know them.
    public var schema: String?
    /// Whether it is read as it grows.
    public var isStreaming: Bool
    /// From which column the watermark is taken, and how far it stays behind, such as `10 seconds`.
    public var watermark: (column: String, delay: String)?

    /// A source.
    public init(
        format: String, options: [String: String] = [:], paths: [String] = [], schema: String? = nil,
        isStreaming: Bool = false, watermark: (column: String, delay: String)? = nil
    ) {
        self.format = format
        self.options = options
        self.paths = paths
        self.schema = schema
        self.isStreaming = isStreaming
        self.watermark = watermark
    }
}
