internal import Lake

/// The files of `transactions` that may hold rows behind those that were asked for last.
///
/// It looks at all files once and from then on follows the table commit by commit and forgets what lies before. A file that was
/// put together of several partitions' rows, or has no statistics, is looked into when it may matter, and that is remembered
/// for as long as the file does.
struct TransactionFileIndex {
    private struct Entry {
        var file: AddFile
        /// nil while neither statistics nor rows have told them.
        var bounds: TransactionFileBounds?
    }

    /// The most bytes of files that are looked into for one answer: some seconds, for which the caller does nothing else.
    private static let learningLimit: Int64 = 1 << 30

    /// The version of the table that the entries are of; nil before the first.
    private var version: Int64?
    private var entries: [String: Entry] = [:]
    /// Where the ranges began that were asked for last: files that end before are not among the entries.
    private var beginnings: [Int32: Int64] = [:]

    /// The files that hold rows of such ranges of offsets, by partition, in the order of the first offsets of their first
    /// partitions. Rows of a file that holds several partitions may so come behind later ones.
    ///
    /// - Parameters:
    ///   - ranges: the offsets, by partition.
    ///   - limit: the most rows of the ranges that the files may have.
    ///   - table: the table as it is now.
    ///   - commits: what was committed since it was given last, as far as that is known.
    ///   - look: finds a file's bounds by its rows.
    /// - Returns: nil if they may have more rows, or too much would have to be looked into to know.
    /// - Throws: what `look` throws.
    mutating func files(
        holding ranges: [Int32: Range<Int64>], atMost limit: Int64, of table: DeltaSnapshot,
        after commits: [DeltaCommit],
        look: (AddFile) throws -> TransactionFileBounds
    ) throws -> [AddFile]? {
        let goesBack = ranges.contains { $0.value.lowerBound < beginnings[$0.key] ?? 0 }
        if goesBack || !follow(commits, to: table.version) { begin(table) }
        beginnings.merge(ranges.mapValues(\.lowerBound)) { _, new in new }
        entries = entries.filter { !isPassed($0.value) }
        guard rows(ranges, \.isExact) <= limit, try learn(ranges, look), rows(ranges, { _ in true }) <= limit else {
            return nil
        }
        let found = entries.values.compactMap { entry in
            entry.bounds.flatMap { $0.mayHold(ranges) ? (file: entry.file, bounds: $0) : nil }
        }.sorted { Self.place($0.bounds) < Self.place($1.bounds) }
        return found.map(\.file)
    }

    /// How many rows of the ranges there can be in those files whose bounds are such.
    private func rows(_ ranges: [Int32: Range<Int64>], _ condition: (TransactionFileBounds) -> Bool) -> Int64 {
        entries.values.reduce(0) { sum, entry in
            guard let bounds = entry.bounds, condition(bounds) else { return sum }
            return sum.saturatingSum(bounds.mostRows(of: ranges))
        }
    }

    private static func place(_ bounds: TransactionFileBounds) -> (Int32, Int64) {
        let first = bounds.offsets.min { $0.key < $1.key }
        return (first?.key ?? 0, first?.value.lowerBound ?? 0)
    }

    private func isPassed(_ entry: Entry) -> Bool {
        guard let bounds = entry.bounds else { return false }
        return bounds.offsets.allSatisfy { $0.value.upperBound < beginnings[$0.key] ?? 0 }
    }

    /// - Returns: false if that is too much.
    private mutating func learn(
        _ ranges: [Int32: Range<Int64>], _ look: (AddFile) throws -> TransactionFileBounds
    ) throws -> Bool {
        let vague = entries.filter { entry in
            entry.value.bounds.map { !$0.isExact && $0.mayHold(ranges) } ?? true
        }
        // What another writer says of a size may be anything.
        let bytes = vague.values.reduce(Int64(0)) { $0.saturatingSum($1.file.size < 0 ? .max : $1.file.size) }
        guard bytes <= Self.learningLimit else { return false }
        for (path, entry) in vague { entries[path]?.bounds = try look(entry.file) }
        return true
    }

    /// - Returns: whether the commits lead from what is known to that version.
    private mutating func follow(_ commits: [DeltaCommit], to target: Int64) -> Bool {
        guard var reached = version else { return false }
        for commit in commits where commit.version > reached {
            guard commit.version == reached + 1 else { return false }
            for action in commit.actions {
                switch action {
                case .add(let file): add(file)
                case .remove(let file): entries[file.path] = nil
                case .transaction, .metadata, .protocol: break
                }
            }
            reached = commit.version
        }
        version = reached
        return reached == target
    }

    private mutating func begin(_ table: DeltaSnapshot) {
        let known = entries
        entries = [:]
        beginnings = [:]
        for file in table.files.values {
            add(file)
            if let bounds = known[file.path]?.bounds { entries[file.path]?.bounds = bounds }
        }
        version = table.version
    }

    private mutating func add(_ file: AddFile) {
        entries[file.path] = Entry(file: file, bounds: TransactionFileBounds(file))
    }
}

extension Int64 {
    /// The sum of two numbers that are not negative, or the largest number there is.
    fileprivate func saturatingSum(_ other: Int64) -> Int64 {
        let (sum, overflows) = addingReportingOverflow(other)
        return overflows ? .max : sum
    }
}
