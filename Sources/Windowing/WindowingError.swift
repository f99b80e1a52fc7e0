/// What windows can't do, and why.
public struct WindowingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds of failure that callers tell apart.
    public enum Code: Sendable, Hashable {
        /// Settings that make no sense.
        case invalidSettings
        /// A sum is greater than the lake's column can hold.
        case totalOutOfRange
    }

    /// The kind of failure.
    public var code: Code
    /// What failed, why, and what to do next.
    public var description: String

    /// A failure of windows.
    public init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
