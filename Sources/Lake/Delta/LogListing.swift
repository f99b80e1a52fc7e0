/// What the directory `_delta_log` holds.
struct LogListing {
    /// What the parts of one checkpoint have in common.
    private struct Key: Hashable {
        var version: Int64
        var count: Int
    }

    /// The checkpoints that are complete, with the names of their parts, the newest first.
    let checkpoints: [(version: Int64, names: [String])]
    /// The versions of the commits, ascending.
    let commits: [Int64]
    /// Whether there is a checkpoint in a form that Souk does not read.
    let hasUnreadableCheckpoint: Bool
    /// When each file of the log was last modified, in milliseconds since the epoch.
    let files: [LogFile: Int64]

    init(_ entries: [FileStatus]) {
        var files: [LogFile: Int64] = [:]
        for entry in entries where !entry.isDirectory {
            if let file = LogFile(name: entry.name) { files[file] = entry.modified / 1000 }
        }
        self.files = files
        commits = files.keys.compactMap { if case .commit(let version) = $0 { version } else { nil } }.sorted()
        hasUnreadableCheckpoint = files.keys.contains { if case .unreadableCheckpoint = $0 { true } else { false } }
        checkpoints = Self.completeCheckpoints(files.keys)
    }

    /// The newest version that the directory shows; nil if there is no table.
    var latestVersion: Int64? {
        [commits.last, checkpoints.first?.version].compactMap(\.self).max()
    }

    private static func completeCheckpoints(_ files: some Sequence<LogFile>) -> [(version: Int64, names: [String])] {
        var parts: [Key: Set<Int>] = [:]
        for case .checkpoint(let version, let part, let count) in files {
            parts[Key(version: version, count: count), default: []].insert(part)
        }
        return
            parts
            .filter { key, present in key.count >= 1 && present.isSuperset(of: 1...max(1, key.count)) }
            .map { key, _ in
                (key.version, (1...key.count).map { LogFile.checkpoint(key.version, part: $0, of: key.count).name })
            }
            .sorted { ($0.0, $1.1.count) > ($1.0, $0.1.count) }
    }
}
