/// Whose history is wanted, and how much of it.
struct LakeHistoryOptions: Sendable, Hashable {
    /// The lake.
    var lake: LakeURL
    /// Commits of each table at the most.
    var limit: Int
    /// Whether to print them for a program to read.
    var printsJSON: Bool
}
