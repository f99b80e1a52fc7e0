/// What a streaming query does at this moment.
public struct StreamingQueryStatus: Sendable, Hashable {
    /// Whether it runs.
    public var isActive: Bool
    /// Whether there is something to be taken.
    public var isDataAvailable: Bool
    /// Whether a batch is under way.
    public var isTriggerActive: Bool
    /// What it does in Spark's words.
    public var message: String

    /// A status.
    public init(isActive: Bool, isDataAvailable: Bool, isTriggerActive: Bool, message: String) {
        self.isActive = isActive
        self.isDataAvailable = isDataAvailable
        self.isTriggerActive = isTriggerActive
        self.message = message
    }
}
