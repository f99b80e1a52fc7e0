internal import Lake

/// Looks for what other writers have done to the rows of a pipeline's tables: a DELETE, an UPDATE, a RESTORE to an earlier
/// version. Offsets are never read a second time, so a pipeline that continued would leave the lake wrong for ever.
///
/// A commit that only rearranges rows (an OPTIMIZE: all its removals say `dataChange=false`) is no such change, and neither is
/// one that was undone by putting the same files back.
struct ForeignChanges {
    /// The most commits that a refusal names.
    private static let namedLimit = 10

    let table: DeltaTable
    /// Whether an application's progress is this pipeline's in this table.
    let isOurs: (String) -> Bool

    /// Refuses a table that has lost rows to commits after the pipeline's last one, or has not as many rows as the pipeline
    /// accounts for.
    ///
    /// - Parameters:
    ///   - expected: how many rows there should be; nil if nobody counts them.
    ///   - mayBeAhead: whether there may be more, which are not accounted for yet.
    /// - Throws: `PipelineError` with code `.lakeDamaged`, and what reading the table throws.
    func refuse(expecting expected: Int64?, mayBeAhead: Bool = false) throws {
        let later = try commitsSinceOurs()
        if Self.removedRows(by: later, leaving: table.snapshot) {
            throw refusal("other writers have changed its rows", later)
        }
        guard let expected else { return }
        let found = try table.rowCount()
        guard found == expected || mayBeAhead && found > expected else {
            throw refusal("it holds \(found) rows, the pipeline committed \(expected)", later)
        }
    }

    /// Refuses rows' being taken away by commits that came between two of the pipeline's.
    ///
    /// - Parameters:
    ///   - known: the table as it was before them.
    ///   - commits: what came since; empty if the log does not have it any more.
    func refuseRemovals(since known: DeltaSnapshot, _ commits: [DeltaCommit]) throws {
        let gone = known.files.keys.filter { table.snapshot.files[$0] == nil }
        guard !gone.isEmpty else { return }
        let isChanged =
            Self.removedRows(by: commits, leaving: table.snapshot)
            || commits.isEmpty && gone.contains { table.snapshot.tombstones[$0]?.dataChange ?? true }
        guard isChanged else { return }
        throw refusal(
            "other writers have changed its rows while the pipeline ran",
            commits.reversed().filter { !isOwn($0) }, restoring: known.version)
    }

    /// The commits of others after the pipeline's last, the newest first, as far as the log has them.
    private func commitsSinceOurs() throws -> [DeltaCommit] {
        var commits: [DeltaCommit] = []
        for version in stride(from: table.version, through: 0, by: -1) {
            guard let commit = try table.commit(ofVersion: version), !isOwn(commit) else { break }
            commits.append(commit)
        }
        return commits
    }

    private func isOwn(_ commit: DeltaCommit) -> Bool {
        commit.info?.souk != nil
            || commit.actions.contains { action in
                if case .transaction(let progress) = action { isOurs(progress.appId) } else { false }
            }
    }

    /// Whether commits have taken away files for good and said that their rows changed.
    private static func removedRows(by commits: [DeltaCommit], leaving table: DeltaSnapshot) -> Bool {
        let hasRemovals = commits.contains { commit in
            commit.actions.contains { action in
                guard case .remove(let file) = action else { return false }
                return file.dataChange && table.files[file.path] == nil
            }
        }
        guard hasRemovals else { return false }
        var before = Set(table.files.keys)
        for commit in commits.sorted(by: { $0.version > $1.version }) {
            for action in commit.actions {
                switch action {
                case .add(let file): before.remove(file.path)
                case .remove(let file): before.insert(file.path)
                case .transaction, .metadata, .protocol: break
                }
            }
        }
        return before.contains { table.files[$0] == nil }
    }

    private func refusal(
        _ what: String, _ later: [DeltaCommit], restoring version: Int64? = nil
    ) -> PipelineError {
        let place = "\(table.fileSystem.location)/\(table.directory)"
        // A log that can't be read again must not hide the refusal.
        let suspects = later.isEmpty ? (try? table.history().filter { !isOwn($0) }) ?? [] : later
        let changes = suspects.filter(Self.changesRows)
        let named = changes.prefix(Self.namedLimit).map(Self.describe).joined(separator: "; ")
        let more = changes.count > Self.namedLimit ? "; and \(changes.count - Self.namedLimit) before" : ""
        let who = named.isEmpty ? "its log no longer has the commit that changed it" : "see \(named)\(more)"
        let last = version ?? later.last.map { $0.version - 1 }.flatMap { $0 >= 0 ? $0 : nil }
        let cure = last.map { "restore that table to version \($0), which the pipeline's last commit left, or " } ?? ""
        return PipelineError(
            .lakeDamaged,
            "continuing the lake at \(place): \(what) (\(who)); \(cure)start a new lake from the log's beginning")
    }

    private static func changesRows(_ commit: DeltaCommit) -> Bool {
        commit.actions.contains { action in
            switch action {
            case .add(let file): file.dataChange
            case .remove(let file): file.dataChange
            case .transaction, .metadata, .protocol: false
            }
        }
    }

    /// A commit as its writer describes it: `version 7 DELETE (predicate: amount > 5, by delta-rs:1.2)`.
    private static func describe(_ commit: DeltaCommit) -> String {
        let parameters = (commit.info?.operationParameters ?? [:]).sorted { $0.key < $1.key }
            .map { "\($0.key): \($0.value.prefix(200))" }
        let details = parameters + (commit.info?.engineInfo.map { ["by \($0.prefix(100))"] } ?? [])
        return "version \(commit.version) \(commit.info?.operation ?? "of an unnamed operation")"
            + (details.isEmpty ? "" : " (\(details.joined(separator: ", ")))")
    }
}

extension LakeTables {
    /// Refuses tables whose rows are not those that the pipeline's last commit left, whatever of it is still to follow.
    ///
    /// - Throws: `PipelineError` with code `.lakeDamaged`.
    func refuseForeignChanges(since last: CommitRecord) throws {
        try foreignChanges(in: lake.transactions).refuse(expecting: last.accepted)
        try foreignChanges(in: lake.windows).refuse(expecting: nil)
        let isFollowed = (lake.rejected.snapshot.transactionVersion(of: pipeline) ?? 0) >= last.sequence
        let following = isFollowed ? 0 : try lake.rejected.rowCount(of: last.following.rejected)
        try foreignChanges(in: lake.rejected).refuse(expecting: last.accounting.rejected - following)
    }

    /// Refuses tables that hold less than an engine on another cluster accounts for.
    ///
    /// - Throws: `PipelineError` with code `.lakeDamaged`.
    func refuseForeignChanges(since progress: EngineProgress) throws {
        try foreignChanges(in: lake.transactions).refuse(expecting: progress.accepted, mayBeAhead: true)
        let rejected = try progress.accounting().rejected
        try foreignChanges(in: lake.rejected).refuse(expecting: rejected, mayBeAhead: true)
    }

    func foreignChanges(in table: DeltaTable) -> ForeignChanges {
        ForeignChanges(table: table) { [pipeline] in $0 == pipeline || $0.hasPrefix("\(pipeline)/") }
    }
}
