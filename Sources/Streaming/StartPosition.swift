public import Commerce

/// Where a new lake begins to read its log. A lake that has a commit goes on from there, whatever is asked for; and
/// partitions that appear later are read from their beginning.
public enum StartPosition: Sendable, Equatable {
    /// At the first message that the log has kept.
    case earliest
    /// Behind the last message that the log has now.
    case latest
    /// At the first message that was appended at that moment or later.
    case time(Timestamp)
}
