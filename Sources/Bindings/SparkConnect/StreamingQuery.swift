/// A streaming query that was started.
public struct StreamingQuery: Sendable, Hashable {
    /// What stays the same as long as its checkpoint is used.
    public var id: String
    /// What is new at each start.
    public var runID: String
    /// What it is called; empty if it has no name.
    public var name: String

    /// A query by its identifiers.
    public init(id: String, runID: String, name: String) {
        self.id = id
        self.runID = runID
        self.name = name
    }
}
