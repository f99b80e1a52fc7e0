/// Where the time of day comes from. Everything that asks for it takes one of these, so that a test can set it.
public protocol WallClock: Sendable {
    /// The present moment.
    func now() -> Timestamp
}
