internal import Commerce
internal import Lake
internal import Live
internal import Synchronization
internal import TransactionLogs
internal import Windowing

/// Makes what the lanes took in durable, in the order that exactly-once needs.
///
/// 1. The data files of all three tables: fsync, rename, fsync of the directory.
/// 2. The state file, likewise.
/// 3. The commit of `transactions`: rows, offsets, counters, and the names of all that was made durable before. This is the
///    one atomic point; a crash before it leaves files that nobody names, which the next start removes.
/// 4. The commits of `windows` and `rejected`, with a transaction identifier that names the commit they follow. A crash
///    before them is made good by the next start, which finds them named in 3.
///
/// Used by the coordinator's thread; `state` may be read from any.
final class Committer: Sendable {
    private struct Guarded: ~Copyable {
        var state: PipelineState
        /// The windows that became stale since a recomputation was begun; it may not have seen their transactions.
        var staleSince: StaleWindows
        var lastCommit: LastCommit?
    }

    /// When the last commit was made, and how long it took.
    struct LastCommit: Sendable {
        /// When.
        var time: Timestamp
        /// In seconds.
        var seconds: Double
    }

    private let tables: Mutex<LakeTables>
    private let identity: LogIdentity
    private let settings: PipelineSettings
    private let clock: any WallClock
    private let store: StateStore
    private let lock: any FileLock
    /// The live figures that the pipeline started with; the lanes count from there.
    private let base: LiveAggregate
    private let watermarks: Mutex<WatermarkTracker>
    private let guarded: Mutex<Guarded>

    /// Takes possession of the lake and recovers.
    init(
        fileSystem: any FileSystem, identity: LogIdentity, settings: PipelineSettings, clock: any WallClock,
        history: any TransactionHistory, makeIdentity: () -> String
    ) throws {
        self.identity = identity
        self.settings = settings
        self.clock = clock
        store = StateStore(fileSystem: fileSystem)
        lock = try Self.takeLock(on: fileSystem)
        do {
            let now = clock.now()
            try EngineProgressStore(fileSystem: fileSystem).refuseWhileRunning()
            try Recovery.fence(fileSystem)
            var opened = LakeTables(
                try TransactionLake.openOrCreate(
                    on: fileSystem, now: now.milliseconds, currency: settings.currency,
                    configuration: Self.tableProperties,
                    makeIdentity: makeIdentity), pipeline: settings.name)
            let recovery = Recovery(identity: identity, settings: settings, history: history, store: store)
            let state = try recovery.run(&opened, now: now)
            tables = Mutex(opened)
            watermarks = Mutex(
                WatermarkTracker(
                    settings: settings.windows,
                    partitions: state.partitions.mapValues {
                        PartitionWatermark(largestEventTime: $0.largestEventTime)
                    },
                    watermark: state.watermark))
            base = state.live
            guarded = Mutex(
                Guarded(state: state, staleSince: StaleWindows(size: settings.windows.size), lastCommit: nil))
        } catch {
            lock.unlock()
            throw error
        }
    }

    /// A commit every few seconds makes a log of many small files, so it is kept for a day instead of Delta's thirty.
    static let tableProperties = ["delta.logRetentionDuration": "interval 1 day"]

    static func takeLock(on fileSystem: any FileSystem) throws -> any FileLock {
        do {
            return try fileSystem.lock(TransactionLake.lockPath)
        } catch let error as FileSystemError where error.code == .locked {
            throw PipelineError(
                .lakeOwnedByAnother, "another pipeline writes the lake at \(fileSystem.location): \(error.description)")
        }
    }

    /// The state as of the last commit.
    var state: PipelineState { guarded.withLock { $0.state } }

    /// When the last commit of this run was made; nil before it.
    var lastCommit: LastCommit? { guarded.withLock { $0.lastCommit } }

    /// The windows to recompute now. What `commit` is given as reconciled must have been begun with this.
    func beginReconciliation() -> StaleWindows {
        guarded.withLock { guarded in
            guarded.staleSince = StaleWindows(size: settings.windows.size)
            return guarded.state.stale
        }
    }

    /// Commits what was cut and recomputed; nothing happens if there is neither a message nor a window to write.
    ///
    /// - Parameter reconciled: the outcome of a recomputation, which makes its windows right again.
    /// - Returns: whether a commit was made.
    /// - Throws: what kept the commit from being made, or from being finished; this committer must not go on then.
    @discardableResult
    func commit(_ cuts: [LaneCut], reconciled: ReconciledWindows? = nil, closingAll: Bool) throws -> Bool {
        let began = clock.now()
        var next = state
        var stale = StaleWindows(size: settings.windows.size)
        let rows = try take(cuts, closingAll: closingAll, now: began, into: &next, stale: &stale)
        next.windows.evict(through: next.watermark ?? .min)
        let hasNews = cuts.contains { $0.piece.to > $0.piece.from }
        guard hasNews || !rows.isEmpty || reconciled != nil else { return false }
        note(stale, reconciled, in: &next)
        next.sequence += 1
        next.accounting.commits = next.sequence

        var files: [AddFile] = []
        var following = CommitRecord.Following()
        for file in reconciled?.files ?? [] { following.windows.append(try file.publish(now: began)) }
        for cut in cuts {
            if let file = cut.transactions { files.append(try file.publish(now: began)) }
            if let file = cut.rejections { following.rejected.append(try file.publish(now: began)) }
        }
        if !rows.isEmpty {
            let file = try WindowsTable.write(
                rows.map(Lake.WindowRow.init), on: store.fileSystem,
                unique: "souk\(settings.runIdentity)-\(next.sequence)", currency: settings.currency)
            following.windows.append(try file.publish(now: began.milliseconds))
        }
        let pieces = cuts.map(\.piece).filter { $0.to > $0.from }
        try save(next, pieces: pieces, files, following, closingAll: closingAll, began: began)
        return true
    }

    /// Makes the first commit of a lake that does not begin where its log does: without it, a start after a crash before the
    /// first message would begin somewhere else.
    func begin(at offsets: [Int32: Int64]) throws {
        var next = state
        precondition(next.sequence == 0, "a lake begins once")
        next.sequence = 1
        next.accounting.commits = 1
        next.partitions = offsets.mapValues { PartitionStart(firstOffset: $0, offset: $0) }
        let pieces = offsets.sorted { $0.key < $1.key }.map { partition, offset in
            CommitRecord.Piece(
                partition: partition, from: offset, to: offset, largestEventTime: nil)
        }
        try save(next, pieces: pieces, [], CommitRecord.Following(), closingAll: false, began: clock.now())
    }

    /// Gives the lake back.
    func close() {
        lock.unlock()
    }

    /// Steps 2 to 4, after the data files.
    private func save(
        _ next: PipelineState, pieces: [CommitRecord.Piece], _ files: [AddFile], _ following: CommitRecord.Following,
        closingAll: Bool, began: Timestamp
    ) throws {
        let saved = try store.save(StateFile.encode(next), sequence: next.sequence)
        let record = CommitRecord(
            pipeline: settings.name, log: identity.description, state: next,
            pieces: pieces, closedAll: closingAll, windows: CommitRecord.Windows(settings.windows), file: saved,
            following: following)
        try store.save(record)
        try tables.withLock { tables in
            try tables.commit(files, record: record, now: began)
            try tables.commitFollowing(record, now: began)
            try tables.checkpointIfDue(now: began)
        }
        try store.removeAll(except: saved)

        let ended = clock.now()
        let seconds = Double(ended.microseconds - began.microseconds) / 1e6
        guarded.withLock { guarded in
            guarded.state = next
            guarded.lastCommit = LastCommit(time: ended, seconds: seconds)
        }
    }

    /// Takes up which windows are stale now. Those that became so while they were recomputed stay stale.
    private func note(_ stale: StaleWindows, _ reconciled: ReconciledWindows?, in next: inout PipelineState) {
        let since = guarded.withLock { guarded in
            guarded.staleSince.formUnion(stale.ranges)
            return guarded.staleSince
        }
        if let reconciled {
            next.stale.subtract(reconciled.windows)
            next.stale.formUnion(since.ranges)
            next.accounting.windowsClosed += reconciled.closed
            next.accounting.revised += reconciled.revised
        } else {
            next.stale.formUnion(stale.ranges)
        }
        next.accounting.staleWindows = next.stale.count
    }

    /// Merges the cuts into the state and closes the windows that are due.
    ///
    /// - Parameter stale: takes the windows that have been forgotten and now lack transactions.
    /// - Returns: the rows to write.
    private func take(
        _ cuts: [LaneCut], closingAll: Bool, now: Timestamp, into next: inout PipelineState, stale: inout StaleWindows
    ) throws -> [Windowing.WindowRow] {
        next.live = base
        for cut in cuts {
            next.live.merge(cut.live)
            // Nothing is said of a partition without messages: its offset goes into the table with its first ones.
            guard cut.piece.to > cut.piece.from else { continue }
            let start = next.partitions[cut.piece.partition]
            precondition(start == nil || start?.offset == cut.piece.from, "a cut goes on where the last commit ended")
            try next.windows.merge(cut.windows, stale: &stale)
            next.accounting.add(cut.accounting)
            var partition = start ?? PartitionStart(firstOffset: cut.piece.from, offset: cut.piece.from)
            partition.lose(cut.piece.from..<cut.piece.from + (cut.piece.lost ?? 0))
            partition.offset = cut.piece.to
            if let replaced = cut.replaced { partition.replaced.append(replaced) }
            partition.fingerprint = cut.fingerprint ?? partition.fingerprint
            partition.largestEventTime = cut.piece.largestEventTime
            next.partitions[cut.piece.partition] = partition
        }
        next.watermark = watermarks.withLock { watermarks in
            for cut in cuts {
                watermarks.report(
                    cut.piece.partition, watermark: cut.watermark, accepted: Int(cut.accounting.accepted),
                    isCaughtUp: cut.isCaughtUp, now: now.microseconds)
            }
            return watermarks.pipelineWatermark(now: now.microseconds)
        }
        let closedBefore = next.windows.windowsClosed
        let rows = closingAll ? next.windows.closeAll() : next.windows.close(upTo: next.watermark ?? .min)
        next.accounting.windowsClosed += next.windows.windowsClosed - closedBefore
        next.accounting.revised += Int64(rows.count { $0.revision > 0 })
        return rows
    }
}
