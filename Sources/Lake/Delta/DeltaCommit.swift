/// One entry of a table's log.
public struct DeltaCommit: Sendable, Hashable {
    /// The version that the table has after it.
    public var version: Int64
    /// What it changed.
    public var actions: [DeltaAction]
    /// Who made it, when and why, if it says so.
    public var info: CommitInfo?
}
