/// The decoder did not accept a message that the benchmark made, so its figures would mean nothing.
public struct DecodeBenchmarkError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Which message, and why.
    public let detail: String

    /// What went wrong.
    public var description: String { "the decode benchmark's messages must all be accepted: \(detail)" }
}
