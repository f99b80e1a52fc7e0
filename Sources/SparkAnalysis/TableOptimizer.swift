public import SparkConnect
internal import Synchronization

/// Has a cluster rewrite the small files of the lake's tables into larger ones. The rows stay as they are, and Delta notes
/// that no data changed, so that pipelines and readers of changes go over it.
public final class TableOptimizer: Sendable {
    private let session: SparkSession
    private let isCancelled = Atomic(false)

    /// An optimizer on a cluster.
    public init(_ session: SparkSession) {
        self.session = session
    }

    /// Rewrites the files of one table, and returns when that is committed.
    ///
    /// - Parameter path: The table's path as Spark knows it.
    /// - Throws: `SparkError`.
    public func optimize(_ path: String) throws(SparkError) {
        guard !isCancelled.load(ordering: .acquiring) else {
            throw SparkError(.interrupted, "interrupted", activity: "optimizing \(path)")
        }
        let quoted = path.replacing("`", with: "``")
        _ = try session.execute("OPTIMIZE delta.`\(quoted)`", tag: Self.tag, timeout: nil).rows()
    }

    /// Stops what is under way and refuses to begin more; what was committed stays.
    ///
    /// - Throws: `SparkError`.
    public func cancel() throws(SparkError) {
        isCancelled.store(true, ordering: .releasing)
        try session.keepInterrupting(tag: Self.tag)
    }

    private static let tag = "souk-optimize"
}
