/// A server, or a tool that speaks to one, did not do what a test needs.
public struct ClusterError: Error, CustomStringConvertible {
    /// What failed, where, and the last that was heard of it.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
