internal import Commerce
internal import Live

extension PipelineSnapshot {
    /// Shows an account.
    mutating func show(_ accounting: Accounting) {
        read = accounting.read
        accepted = accounting.accepted
        rejected = accounting.rejected
        rejectedByReason = Dictionary(
            uniqueKeysWithValues: accounting.rejectedByReason.map { ($0.key.rawValue, $0.value) })
        windowed = accounting.windowed
        staleWindows = accounting.staleWindows
        revised = accounting.revised
        windowsClosed = accounting.windowsClosed
        lost = accounting.lost
        commits = accounting.commits
    }
}
