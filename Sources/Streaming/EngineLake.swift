public import Commerce
public import Lake
public import Live
public import TransactionLogs
internal import Windowing

/// A lake that an engine on another cluster writes, as Souk holds it: the right to write it, the account of what the engine
/// has done, and the handover when it has stopped. Used by one thread.
public final class EngineLake {
    /// Where the lake stands.
    public private(set) var progress: EngineProgress
    /// The dashboard's figures of all messages that are accounted for; nil if they were lost and have to be counted anew.
    public private(set) var live: LiveAggregate?

    private let fileSystem: any FileSystem
    private let settings: PipelineSettings
    private let identity: LogIdentity
    private let clock: any WallClock
    private let lock: any FileLock
    private let store: EngineProgressStore
    private var tables: LakeTables
    private var files = TransactionFileIndex()
    /// The commits of `transactions` that the index has not been told of.
    private var news: [DeltaCommit] = []

    /// Takes possession of a lake and makes its tables if they are not there.
    ///
    /// - Parameters:
    ///   - engine: the engine's address, without any secret.
    ///   - beginnings: where a new lake begins, by partition.
    ///   - makeIdentity: draws a UUID.
    /// - Throws: `PipelineError`, `FileSystemError`, `DeltaError`, and what `beginnings` throws.
    public init(
        fileSystem: any FileSystem, identity: LogIdentity, settings: PipelineSettings, engine: String,
        clock: any WallClock, beginnings: () throws -> [Int32: Int64], makeIdentity: () -> String
    ) throws {
        self.fileSystem = fileSystem
        self.settings = settings
        self.identity = identity
        self.clock = clock
        store = EngineProgressStore(fileSystem: fileSystem)
        lock = try Committer.takeLock(on: fileSystem)
        do {
            let now = clock.now()
            var found = try store.last()
            try Recovery.fence(fileSystem)
            var opened = LakeTables(
                try TransactionLake.openOrCreate(
                    on: fileSystem, now: now.milliseconds, currency: settings.currency,
                    configuration: Committer.tableProperties,
                    makeIdentity: makeIdentity), pipeline: settings.name)
            let states = StateStore(fileSystem: fileSystem)
            let recovery = Recovery(
                identity: identity, settings: settings, history: NoHistory(), store: states,
                engine: found.flatMap { $0.isSettled ? nil : $0 })
            var (state, record) = try recovery.settle(&opened, now: now)
            tables = opened
            if let log = found?.log {
                let remembered = LogIdentity(log, incarnation: found?.logIncarnation)
                try LogContinuation(identity, settings, lake: fileSystem.location).check(
                    remembered, next: found?.partitions.mapValues(\.offset) ?? [:])
                state.logIncarnation = identity.remembered(after: remembered).incarnation
            }
            if var handed = found, !handed.isSettled, record?.engine != nil, state.sequence > handed.sequence {
                // The handover came about, and there was no time to note that.
                handed.isSettled = true
                handed.sequence = state.sequence
                handed.handedOver = handed.partitions.mapValues(\.offset)
                found = handed
            }
            if let found, !found.isSettled || found.sequence == state.sequence && record?.closedAll != true {
                progress = found
                progress.engine = engine
                // A session that was given back can't be had again.
                if found.isSettled { progress.session = makeIdentity() }
            } else {
                let starts = try record == nil ? Self.starts(beginnings()) : state.partitions
                progress = Self.progress(
                    engine, found, state, starts, firstVersion: opened.lake.transactions.version,
                    windows: settings.windows, session: makeIdentity())
            }
            progress.log = identity.description
            progress.logIncarnation = state.logIncarnation
            if settings.allowNewLog {
                for partition in progress.partitions.keys { progress.partitions[partition]?.fingerprint = nil }
            }
            if !progress.isSettled, let file = progress.live {
                live = try store.live(file, windows: settings.windows)
            } else if let record {
                live = try states.restore(&state, from: record.state) ? state.live : nil
            } else {
                live = settings.emptyLive
            }
            // Where what counts as large is another amount by now, the figures are counted once more.
            if live?.largeAmount != settings.largeAmount { live = nil }
        } catch {
            lock.unlock()
            throw error
        }
    }

    /// Makes sure that a log is the one that the lake is fed by, and that it still holds what was read of it.
    ///
    /// - Throws: `PipelineError` with code `.lakeDoesNotMatch`, `TransactionLogError` with code `.replaced`; and what the log
    ///   throws.
    public func confirm(_ log: any TransactionLog) throws {
        try log.confirmIdentity()
        let continuation = LogContinuation(identity, settings, lake: fileSystem.location)
        for (number, start) in try state(of: progress).partitions.sorted(by: { $0.key < $1.key }) {
            // Spark has no account of what was lost.
            if let replaced = try continuation.check(number, of: log, start) {
                throw PipelineError(
                    .lakeDoesNotMatch,
                    "partition \(number) of \(identity) does not hold all that was read of it any more. "
                        + "\(LogContinuation.words(for: replaced)) Continue with the native engine and --allow-loss, which counts "
                        + "them; or read the topic into a new lake.")
            }
        }
    }

    /// The version of `transactions`.
    public var transactionsVersion: Int64 { tables.lake.transactions.version }

    /// The last version that an application has noted in `transactions`; nil if it has noted none.
    ///
    /// - Throws: `DeltaError`, `FileSystemError`.
    public func committedVersion(of application: String) throws -> Int64? {
        try updateTransactions()
        return tables.lake.transactions.snapshot.transactionVersion(of: application)
    }

    /// The files of `transactions` that hold rows of such ranges of offsets, by partition; see `TransactionFileIndex`.
    ///
    /// - Parameter limit: the most rows of the ranges that they may have.
    /// - Returns: nil if they may have more, or if too many bytes would have to be looked into to know, because statistics don't
    ///   tell it.
    /// - Throws: `DeltaError`, `FileSystemError`, `ParquetError`.
    public func transactionFiles(
        holding ranges: [Int32: Range<Int64>], atMost limit: Int64
    ) throws -> [AddFile]? {
        try updateTransactions()
        defer { news = [] }
        return try files.files(
            holding: ranges, atMost: limit, of: tables.lake.transactions.snapshot, after: news
        ) { try TransactionFileBounds(reading: $0, on: fileSystem) }
    }

    /// Reads the rows of files of `transactions` at such offsets; see `TransactionsTable.forEachBatch`.
    public func forEachBatch(
        of files: [AddFile], in ranges: [Int32: Range<Int64>], _ body: (borrowing TransactionBatch) throws -> Void
    ) throws {
        try TransactionsTable.forEachBatch(of: files, on: fileSystem, currency: settings.currency, in: ranges, body)
    }

    /// Makes the account durable.
    ///
    /// - Parameter live: the dashboard's figures of everything that is accounted for; nil if they are those of the account
    ///   before.
    /// - Throws: `FileSystemError`.
    public func save(_ next: EngineProgress, live: LiveAggregate? = nil) throws {
        var next = next
        next.number = progress.number + 1
        let earlier = progress.live
        if let live {
            var state = PipelineState(settings: settings.windows, live: settings.emptyLive)
            state.sequence = next.number
            state.live = live
            next.live = try store.save(StateFile.encode(state), number: next.number)
        }
        try store.save(next)
        progress = next
        // Figures that belong to an account count only if that is durable.
        if let live { self.live = live }
        if let earlier, earlier != next.live {
            try fileSystem.delete("\(EngineProgressStore.directory)/\(earlier.name)")
        }
    }

    /// Makes durable once more where the lake stands, before an engine is started: what was made durable without an answer
    /// until now, such as that the engine begins anew or has handed over, is taken back or taken up.
    ///
    /// - Throws: `PipelineError`, `FileSystemError`, `DeltaError`.
    public func reaffirm() throws {
        try update()
        try noteHandover()
        try save(progress)
    }

    /// Begins another session, because the one before is lost with all that ran in it.
    ///
    /// - Throws: `FileSystemError`.
    public func renewSession(_ session: String) throws {
        var next = progress
        next.session = session
        try save(next)
    }

    /// Makes it durable that all windows are being closed, whatever the watermark: from here on they are made by
    /// reconciliation alone, also by a process that comes after this one was cut off. The engine must have stopped, and
    /// everything that it took in must be accounted for.
    ///
    /// The engine's state still holds windows that closing writes. If it went on with them and more of their transactions came,
    /// it would write them for the first time once more; so it begins anew, behind all that is accounted for.
    ///
    /// - Throws: `FileSystemError`, `DeltaError`.
    public func beginClosing() throws {
        try update()
        var next = progress
        next.begin(
            generation: Self.generation(after: next, sequence: next.sequence),
            firstVersion: tables.lake.transactions.version, windows: settings.windows)
        try save(next)
    }

    /// Gives the lake back as the pipeline's own: commits the account to the log of `transactions`. The engine must have
    /// stopped, and everything that it took in must be accounted for.
    ///
    /// - Parameter closedAll: whether all windows were closed, whatever the watermark.
    /// - Throws: `PipelineError`, `FileSystemError`, `DeltaError`.
    public func handOver(closedAll: Bool) throws {
        try update()
        try noteHandover()
        var next = progress
        next.isSettled = true
        let state = try state(of: progress)
        let pieces = progress.partitions.compactMap { text, partition -> CommitRecord.Piece? in
            let from = progress.handedOver[text] ?? partition.firstOffset
            guard let number = Int32(text), partition.offset > from || state.sequence == 1 else { return nil }
            return CommitRecord.Piece(
                partition: number, from: from, to: partition.offset,
                largestEventTime: partition.largestEventTime)
        }.sorted { $0.partition < $1.partition }
        if !pieces.isEmpty || closedAll {
            let states = StateStore(fileSystem: fileSystem)
            let file = try states.save(StateFile.encode(state), sequence: state.sequence)
            var record = CommitRecord(
                pipeline: settings.name, log: identity.description, state: state, pieces: pieces, closedAll: closedAll,
                windows: CommitRecord.Windows(settings.windows), file: file, following: CommitRecord.Following())
            record.engine = "spark"
            try states.save(record)
            try tables.commit([], record: record, now: clock.now())
            try tables.checkpointIfDue(now: clock.now())
            try states.removeAll(except: file)
            next.sequence = state.sequence
            next.handedOver = progress.partitions.mapValues(\.offset)
        }
        try save(next)
    }

    /// Takes up what Spark and others have committed.
    private func update() throws { note(try tables.update()) }

    private func updateTransactions() throws { note(try tables.updateTransactions()) }

    private func note(_ commits: [DeltaCommit]) {
        news += commits
        if news.count > Self.newsLimit { news = [] }
    }

    /// So many commits are kept for whoever asks for files next; after more, all files of the table are looked at.
    private static let newsLimit = 1_000

    /// Takes up a handover that came about, although an earlier try of this process had no answer.
    private func noteHandover() throws {
        guard let last = try CommitHistory(tables.lake.transactions, pipeline: settings.name).last(),
            last.engine != nil, last.sequence > progress.sequence
        else { return }
        progress.sequence = last.sequence
        progress.handedOver = last.nextOffsets
    }

    /// Gives up the right to write the lake.
    public func close() { lock.unlock() }

    /// The state of the pipeline that the account amounts to, as of the next commit.
    private func state(of progress: EngineProgress) throws -> PipelineState {
        var state = PipelineState(settings: settings.windows, live: settings.emptyLive)
        state.sequence = progress.sequence + 1
        state.accounting = try progress.accounting()
        state.accounting.commits = state.sequence
        state.watermark = progress.watermark
        state.logIncarnation = progress.logIncarnation
        for (text, partition) in progress.partitions {
            guard let number = Int32(text) else { continue }
            state.partitions[number] = PartitionStart(
                firstOffset: partition.firstOffset, offset: partition.offset,
                largestEventTime: partition.largestEventTime, fingerprint: partition.fingerprint)
        }
        state.stale = progress.staleWindows(size: settings.windows.size)
        state.accounting.staleWindows = state.stale.count
        if let live { state.live = live }
        return state
    }

    /// A generation whose checkpoints can't be there yet.
    private static func generation(after found: EngineProgress?, sequence: Int64) -> Int64 {
        max(found?.generation ?? 0, sequence) + 1
    }

    private static func starts(_ beginnings: [Int32: Int64]) -> [Int32: PartitionStart] {
        beginnings.mapValues { PartitionStart(firstOffset: $0, offset: $0) }
    }

    /// An engine that begins where the pipeline's last commit ended.
    private static func progress(
        _ engine: String, _ found: EngineProgress?, _ state: PipelineState, _ starts: [Int32: PartitionStart],
        firstVersion: Int64, windows: WindowSettings, session: String
    ) -> EngineProgress {
        var partitions: [String: EngineProgress.Partition] = [:]
        for (number, start) in starts {
            partitions[String(number)] = EngineProgress.Partition(
                firstOffset: start.firstOffset, offset: start.offset, largestEventTime: start.largestEventTime,
                fingerprint: start.fingerprint)
        }
        let generation = generation(after: found, sequence: state.sequence)
        var progress = EngineProgress(
            engine: engine, session: session, generation: generation, firstVersion: firstVersion,
            sequence: state.sequence, partitions: partitions)
        progress.number = found?.number ?? 0
        // Until the first save nobody but the pipeline has the lake.
        progress.isSettled = true
        let accounting = state.accounting
        progress.read = accounting.read
        progress.accepted = accounting.accepted
        progress.rejected = Dictionary(
            uniqueKeysWithValues: accounting.rejectedByReason.map { ($0.key.rawValue, $0.value) })
        progress.setStaleWindows(state.stale)
        progress.revised = accounting.revised
        progress.windowsClosed = accounting.windowsClosed
        progress.watermark = state.watermark
        progress.begin(generation: generation, firstVersion: firstVersion, windows: windows)
        return progress
    }

    /// The engine's lake never replays rows on this machine.
    private struct NoHistory: TransactionHistory {
        func replay(_ body: (Int32, Int64, Transaction) throws -> Void) throws {
            preconditionFailure("the rows of an engine's lake are not replayed here")
        }

        func differences(
            in windows: StaleWindows, cancellation: Cancellation, _ body: (Windowing.WindowRow) throws -> Void
        ) throws {
            preconditionFailure("the windows of an engine's lake are recomputed by the engine")
        }
    }
}
