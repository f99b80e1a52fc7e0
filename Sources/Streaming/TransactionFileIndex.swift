internal import Lake

/// The files of `transactions` that may hold rows behind those that were asked for last.
///
/// It follows the table commit by commit and forgets what lies before, so that a lake of a million files costs no more to follow
/// than a new one.
struct TransactionFileIndex {
    private struct Entry {
        var file: AddFile
        var bounds: TransactionFileBounds
    }

    /// The version of the table that the entries are of; nil before the first.
    private var version: Int64?
    private var entries: [String: Entry] = [:]
    /// Files whose statistics don't tell what they hold.
    private var unknown: Set<String> = []
    /// Where the ranges began that were asked for last: files that end before are not among the entries.
    private var beginnings: [Int32: Int64] = [:]

    /// The files that may hold rows of such ranges of offsets, by partition, in the order of their offsets, and how many rows they
    /// have.
    ///
    /// - Parameters:
    ///   - ranges: the offsets, by partition.
    ///   - table: the table as it is now.
    ///   - commits: what was committed since it was given last, as far as that is known.
    /// - Returns: nil if the statistics of a file don't tell what it holds.
    mutating func files(
        holding ranges: [Int32: Range<Int64>], of table: DeltaSnapshot, after commits: [DeltaCommit]
    ) -> (files: [AddFile], rows: Int64)? {
        let goesBack = ranges.contains { $0.value.lowerBound < beginnings[$0.key] ?? 0 }
        if goesBack || !follow(commits, to: table.version) { begin(table) }
        guard unknown.isEmpty else { return nil }
        beginnings.merge(ranges.mapValues(\.lowerBound)) { _, new in new }
        entries = entries.filter { !isPassed($0.value.bounds) }
        let found = entries.values.filter { $0.bounds.mayHold(ranges) }.sorted {
            ($0.bounds.partitions.lowerBound, $0.bounds.offsets.lowerBound)
                < ($1.bounds.partitions.lowerBound, $1.bounds.offsets.lowerBound)
        }
        return (found.map(\.file), found.reduce(0) { $0 + $1.bounds.rows })
    }

    private func isPassed(_ bounds: TransactionFileBounds) -> Bool {
        bounds.partitions.allSatisfy { bounds.offsets.upperBound < beginnings[$0] ?? 0 }
    }

    /// - Returns: whether the commits lead from what is known to that version.
    private mutating func follow(_ commits: [DeltaCommit], to target: Int64) -> Bool {
        guard var reached = version else { return false }
        for commit in commits where commit.version > reached {
            guard commit.version == reached + 1 else { return false }
            for action in commit.actions {
                switch action {
                case .add(let file): add(file)
                case .remove(let file):
                    entries[file.path] = nil
                    unknown.remove(file.path)
                case .transaction, .metadata, .protocol: break
                }
            }
            reached = commit.version
        }
        version = reached
        return reached == target
    }

    private mutating func begin(_ table: DeltaSnapshot) {
        entries = [:]
        unknown = []
        beginnings = [:]
        for file in table.files.values { add(file) }
        version = table.version
    }

    private mutating func add(_ file: AddFile) {
        if let bounds = TransactionFileBounds(file) {
            entries[file.path] = Entry(file: file, bounds: bounds)
        } else {
            unknown.insert(file.path)
        }
    }
}
