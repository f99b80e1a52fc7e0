internal import Commerce
internal import Lake
internal import Live
internal import TransactionLogs
internal import Windowing

/// Finds out where a lake stands, finishes what a killed pipeline left undone, and makes the state to go on with.
struct Recovery {
    let identity: LogIdentity
    let settings: PipelineSettings
    let history: any TransactionHistory
    let store: StateStore
    /// What an engine on another cluster accounts for whose work has not been handed over; rows beyond the last commit are its.
    var engine: EngineProgress?

    /// Makes sure that no commit which an earlier pipeline began comes about from now on. The lake's lock must be held, and
    /// the tables not have been looked at.
    ///
    /// A server that was out of reach may still carry out what it was asked for, however late: to give a log entry its
    /// name. Without the hidden file that it was to be made of it can't. So what is found in the tables afterwards is all
    /// that will ever have come of the time before.
    static func fence(_ fileSystem: any FileSystem) throws {
        for table in [TransactionsTable.directory, WindowsTable.directory, RejectedTable.directory] {
            let log = "\(table)/_delta_log"
            for file in try fileSystem.list(log) where file.name.hasPrefix(".") && PipelineFile.isOurs(file.name) {
                try fileSystem.delete("\(log)/\(file.name)")
            }
        }
    }

    /// Recovers. The lake's lock must be held.
    ///
    /// - Throws: `PipelineError`, `FileSystemError`, `DeltaError`.
    func run(_ tables: inout LakeTables, now: Timestamp) throws -> PipelineState {
        var (state, last) = try settle(&tables, now: now)
        if let last { try load(&state, last: last, tables: tables) }
        return state
    }

    /// Finishes what was left undone, and tells where the lake stands, without windows and live figures.
    ///
    /// - Returns: the state, and the record of the last commit, if there was one.
    /// - Throws: as `run`.
    func settle(_ tables: inout LakeTables, now: Timestamp) throws -> (PipelineState, CommitRecord?) {
        try checkCurrency(tables.lake)
        var state = PipelineState(settings: settings.windows, live: settings.emptyLive)
        let commits = CommitHistory(tables.lake.transactions, pipeline: settings.name)
        if let engine { try tables.refuseForeignChanges(since: engine) }
        guard let last = try commits.last() else {
            try checkIsNew(tables, commits)
            try removeLeftOvers(tables, keeping: nil)
            state.logIncarnation = identity.incarnation
            return (state, nil)
        }
        try check(last, tables)
        if engine == nil { try tables.refuseForeignChanges(since: last) }
        try tables.commitFollowing(last, now: now)
        try removeLeftOvers(tables, keeping: last.state)
        state.sequence = last.sequence
        state.accounting = last.accounting
        state.watermark = last.watermark
        state.stale = last.staleWindows
        state.partitions = last.partitionStarts
        state.logIncarnation = identity.remembered(after: last.logIdentity).incarnation
        // Whoever continues with another log says that it holds the same messages; how they were stored may differ.
        if settings.allowNewLog {
            for partition in state.partitions.keys { state.partitions[partition]?.fingerprint = nil }
        }
        return (state, last)
    }

    /// Amounts of two currencies in one table would add up to nothing.
    private func checkCurrency(_ lake: TransactionLake) throws {
        guard lake.currency != settings.currency else { return }
        throw PipelineError(
            .lakeDoesNotMatch,
            "the lake at \(lake.fileSystem.location) is in \(lake.currency.code), and the configuration asks for "
                + "\(settings.currency.code). Set shop.currency to \(lake.currency.code), or use another lake.")
    }

    private func checkIsNew(_ tables: LakeTables, _ commits: CommitHistory) throws {
        let table = tables.lake.transactions
        if let other = try commits.lastOfAnother() {
            throw PipelineError(
                .lakeDoesNotMatch,
                "the lake at \(table.fileSystem.location) is that of the pipeline `\(other.pipeline)`, and this one is "
                    + "`\(settings.name)`: it would write the same messages once more. Set the pipeline's name back, or use "
                    + "another lake.")
        }
        guard !table.snapshot.transactions.keys.contains(where: { $0.hasPrefix("\(settings.name)/") }) else {
            throw PipelineError(
                .lakeDamaged,
                "\(location(table)) holds offsets of this pipeline, but its log has no record of a commit any more: it was "
                    + "shortened. Restore the log's JSON files, or start a new lake from the log's beginning.")
        }
    }

    /// A lake goes on with the log and the windows that it was made from.
    private func check(_ last: CommitRecord, _ tables: LakeTables) throws {
        let table = tables.lake.transactions
        try LogContinuation(identity, settings, lake: table.fileSystem.location).check(
            last.logIdentity, next: last.nextOffsets)
        let windows = CommitRecord.Windows(settings.windows)
        guard last.windows.size == settings.windows.size else {
            throw PipelineError(
                .lakeDoesNotMatch,
                "the lake at \(table.fileSystem.location) has windows of \(last.windows), and the configuration asks for "
                    + "\(windows). Set windows.size back, or start a new lake.")
        }
        for (partition, offset) in last.nextOffsets {
            let committed = table.snapshot.transactionVersion(of: "\(settings.name)/\(partition)")
            guard committed == offset else {
                throw PipelineError(
                    .lakeDamaged,
                    "\(location(table)) says offset \(committed.map(String.init) ?? "none") for partition \(partition), but "
                        + "the last commit's record says \(offset). Restore the table's log.")
            }
        }
    }

    private func load(_ state: inout PipelineState, last: CommitRecord, tables: LakeTables) throws {
        let rebuilder = StateRebuilder(history: history)
        // An earlier version's state lacks the transactions that it called too late.
        let isComplete = last.engine == nil && last.tooLate ?? 0 == 0
        guard try isComplete && store.restore(&state, from: last.state) else {
            return try rebuilder.rebuild(&state, written: tables.lake.windows, currency: settings.currency)
        }
        guard state.live.largeAmount != settings.largeAmount else { return }
        // What counts as large is another amount by now, so the rows are counted once more; the windows stay what they are.
        var counted = state
        counted.live = settings.emptyLive
        try rebuilder.rebuildLive(&counted)
        state.live = counted.live
    }

    /// Files that nobody names: a crash came between their rename and their commit, or before the old state was removed.
    private func removeLeftOvers(_ tables: LakeTables, keeping current: CommitRecord.State?) throws {
        try store.removeAll(except: current)
        for table in [tables.lake.transactions, tables.lake.windows, tables.lake.rejected] {
            let orphans = try table.orphans()
            // Another writer may be about to commit its files; ours bear a mark, and while we hold the lock nobody else's do.
            for file in orphans.dataFiles + orphans.hiddenFiles where PipelineFile.isOurs(file.name) {
                try table.fileSystem.delete("\(table.directory)/\(file.name)")
            }
        }
    }

    private func location(_ table: DeltaTable) -> String {
        "\(table.fileSystem.location)/\(table.directory)"
    }
}
