public import Commerce

/// Where every message went: `read = accepted + rejected`, `accepted = windowed`. What was lost was never read, so
/// that it stands beside these sums: a lake that holds all offsets from its first to its next has `read + lost` of them.
public struct Accounting: Sendable, Equatable {
    /// Messages read from the log.
    public var read: Int64 = 0
    /// Messages that are valid transactions.
    public var accepted: Int64 = 0
    /// Messages that were refused, by reason.
    public var rejectedByReason: [Rejection.Reason: Int64] = [:]
    /// Transactions counted into windows, those of stale windows included.
    public var windowed: Int64 = 0
    /// Windows that await their recomputation from the lake at the moment; see `StaleWindows`.
    public var staleWindows: Int64 = 0
    /// Window rows written again because of late transactions.
    public var revised: Int64 = 0
    /// Windows closed for the first time.
    public var windowsClosed: Int64 = 0
    /// Offsets that retention removed from the log before they were read, where that is allowed.
    public var lost: Int64 = 0
    /// Commits of the `transactions` table.
    public var commits: Int64 = 0

    /// Nothing counted yet.
    public init() {}

    /// Messages that were refused.
    public var rejected: Int64 {
        rejectedByReason.values.reduce(0, +)
    }

    /// Whether nothing vanished.
    public var addsUp: Bool {
        read == accepted + rejected && accepted == windowed
    }

    /// Adds the counts of another account; how many windows are stale is not a count, and stays.
    public mutating func add(_ other: Accounting) {
        read += other.read
        accepted += other.accepted
        rejectedByReason.merge(other.rejectedByReason, uniquingKeysWith: +)
        windowed += other.windowed
        revised += other.revised
        windowsClosed += other.windowsClosed
        lost += other.lost
        commits += other.commits
    }

    /// What was counted since an earlier state of the same account, with the windows that are stale now.
    public func since(_ earlier: Accounting) -> Accounting {
        var difference = self
        difference.read -= earlier.read
        difference.accepted -= earlier.accepted
        difference.rejectedByReason.merge(earlier.rejectedByReason.mapValues { -$0 }, uniquingKeysWith: +)
        difference.rejectedByReason = difference.rejectedByReason.filter { $0.value != 0 }
        difference.windowed -= earlier.windowed
        difference.revised -= earlier.revised
        difference.windowsClosed -= earlier.windowsClosed
        difference.lost -= earlier.lost
        difference.commits -= earlier.commits
        return difference
    }
}
