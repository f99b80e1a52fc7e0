public import SparkConnect

/// Has a cluster rewrite the small files of the lake's tables into larger ones. The rows stay as they are, and Delta notes
/// that no data changed, so that pipelines and readers of changes go over it.
public struct TableOptimizer: Sendable {
    private let session: SparkSession

    /// An optimizer on a cluster.
    public init(_ session: SparkSession) {
        self.session = session
    }

    /// Rewrites the files of one table, and returns when that is committed.
    ///
    /// - Parameter path: The table's path as Spark knows it.
    /// - Throws: `SparkError`.
    public func optimize(_ path: String) throws(SparkError) {
        let quoted = path.replacing("`", with: "``")
        _ = try session.execute("OPTIMIZE delta.`\(quoted)`", tag: Self.tag, timeout: nil).rows()
    }

    /// Stops what is under way; what was committed stays.
    ///
    /// - Throws: `SparkError`.
    public func cancel() throws(SparkError) {
        try session.interrupt(tag: Self.tag)
    }

    private static let tag = "souk-optimize"
}
