import CSystem

/// Whoever read a stream has gone, as `head` does when it has seen enough.
public struct BrokenPipe: Error, Sendable, Hashable {
    /// The reader is gone.
    public init() {}

    /// Makes a write to a pipe without a reader fail with this error instead of ending the process. Called once, at start.
    public static func becomesAnError() {
        souk_ignore_broken_pipes()
    }
}
