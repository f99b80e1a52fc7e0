/// How far an application has come: the `txn` action. A commit that holds one is applied once and never again.
public struct ApplicationTransaction: Codable, Sendable, Hashable {
    /// The application's identity.
    public var appId: String
    /// Its progress, which only grows.
    public var version: Int64
    /// When it was made, in milliseconds since the epoch.
    public var lastUpdated: Int64?

    /// States how far an application has come.
    public init(appId: String, version: Int64, lastUpdated: Int64? = nil) {
        self.appId = appId
        self.version = version
        self.lastUpdated = lastUpdated
    }
}
