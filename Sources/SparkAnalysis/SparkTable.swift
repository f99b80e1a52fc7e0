public import Analysis

/// A table of the lake as Spark finds it, at one version.
public struct SparkTable: Sendable, Hashable {
    /// Which table.
    public var table: LakeTable
    /// Its path as Spark knows it: `hdfs://namenode:9000/lake/transactions`.
    public var path: String
    /// The version that is read.
    public var version: Int64

    /// A table at a version.
    public init(_ table: LakeTable, path: String, version: Int64) {
        self.table = table
        self.path = path
        self.version = version
    }
}
