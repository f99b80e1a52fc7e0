/// A moment in UTC, counted in microseconds since 1970-01-01T00:00:00Z.
///
/// The resolution is that of a Delta `TIMESTAMP`; finer fractions are cut off when a message is decoded.
public struct Timestamp: Sendable, Hashable, Comparable {
    /// Microseconds since the epoch; negative before 1970.
    public var microseconds: Int64

    /// Wraps a count of microseconds since the epoch.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// Whether one moment is earlier than another.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds < right.microseconds
    }
}
