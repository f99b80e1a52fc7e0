public import Commerce

/// Where the data files of a lake's tables are found; the Delta log's reader stands behind it.
public protocol TableSource: Sendable {
    /// The currency of all amounts.
    var currency: Currency { get }

    /// Absolute local paths of the table's live Parquet files, of one version of the table; none if it has no rows yet.
    func files(of table: LakeTable) throws -> [String]
}
