/// A text that is not a moment in ISO 8601.
public struct TimestampFormatError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The text.
    public let text: String

    /// What is wrong and what would be right.
    public var description: String {
        "\"\(text)\" is not a time; write it like 2026-01-02T03:04:05Z or 2026-01-02 03:04:05.678+01:00"
    }
}
