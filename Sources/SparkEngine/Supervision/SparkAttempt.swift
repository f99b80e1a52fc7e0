internal import Commerce
internal import Lake
internal import Live
internal import SparkConnect
internal import Streaming
internal import TransactionLogs
internal import Windowing

/// One session on a cluster, and what is done in it until the end or until something can't be reached any more.
///
/// Two streaming queries do the work: one from the topic into `transactions`, one from there into `windows`. Souk looks at
/// them twice a second. What `transactions` has gained is counted for the dashboard and the account; from time to time the
/// rejected messages of that range are written and the account is made durable (`settle`), and windows that may be wrong are
/// made anew (`reconcile`). Used by one thread.
final class SparkAttempt {
    let cluster: any StreamingCluster
    let parts: SparkJobParts
    let settings: SparkJobSettings
    let queries: SparkQueries
    let sql: JobSQL
    let checkpoint: SparkCheckpoint
    /// The view over the messages of a settlement. An earlier attempt may still be about to make its own.
    let settledMessages: String

    /// The query from the topic into `transactions`.
    var transactions: SupervisedQuery
    /// The query from `transactions` into `windows`.
    var windows: SupervisedQuery
    /// The dashboard's figures of all that was counted.
    var live: LiveAggregate
    /// What was counted since the last account.
    var tally: Tally
    /// The windows to be reconciled.
    var stale: StaleWindows
    /// The batch of `windows` that its table was counted after last; nil if it has changed since in another way.
    var countedWindows: Int64?
    let lake: EngineLake
    /// Where the topic's partitions ended when the attempt began; empty unless it is bounded.
    let ends: [Int32: Int64]
    let outage: Outage
    private let version: String
    private let page: String?
    /// The settlement that is on its way.
    var settlement: Settlement?
    /// When the next one may begin, in microseconds since the epoch.
    var nextSettlement: Int64
    private var nextReconciliation: Int64
    /// When the log is asked next whether it is still the one that was opened, in microseconds since the epoch.
    private var nextConfirmation: Int64

    /// Begins a session's work.
    init(
        _ cluster: any StreamingCluster, _ lake: EngineLake, _ parts: SparkJobParts, _ settings: SparkJobSettings,
        _ outage: Outage
    ) throws {
        self.cluster = cluster
        self.lake = lake
        self.parts = parts
        self.settings = settings
        self.outage = outage
        sql = JobSQL(settings)
        let progress = lake.progress
        queries = SparkQueries(settings: settings, sql: sql, generation: progress.generation)
        checkpoint = SparkCheckpoint(
            fileSystem: parts.fileSystem, directory: queries.checkpoint(TransactionsTable.directory))
        settledMessages = "\(JobSQL.settledMessages)_\(progress.number)"
        transactions = SupervisedQuery(name: queries.transactionsName)
        windows = SupervisedQuery(name: queries.windowsName)
        live = lake.live ?? settings.pipeline.emptyLive
        tally = Tally(progress, isLiveLost: lake.live == nil)
        stale = progress.staleWindows(size: settings.pipeline.windows.size)
        ends =
            try settings.pipeline.untilEnd
            ? Dictionary(
                uniqueKeysWithValues: parts.log.partitions().map { ($0, try parts.log.offsets(of: $0).upperBound) })
            : [:]
        version = try cluster.version()
        page = try parts.page(cluster)
        let now = parts.clock.now().microseconds
        nextSettlement = now + settings.settleInterval
        nextReconciliation = now + settings.reconcileInterval
        nextConfirmation = now + Self.confirmationInterval
    }

    /// How often the log is asked whether it is still the one that was opened, in microseconds.
    private static let confirmationInterval: Int64 = 2_000_000

    /// Works until the log's present end (`untilEnd`) or until the drain, and accounts for everything before it returns.
    func run() throws {
        do {
            try work()
        } catch let error as TransactionLogError where error.code == .replaced {
            throw TransactionLogError(error.code, error.description + stopQueries())
        } catch let error as PipelineError where error.code == .lakeDoesNotMatch {
            throw PipelineError(error.code, error.description + stopQueries())
        }
    }

    private func work() throws {
        try prepare()
        if settings.pipeline.untilEnd {
            try runBounded()
        } else {
            try follow()
        }
        try finish()
    }

    /// Ends the queries, which would take in more messages of a log that is not the lake's.
    ///
    /// - Returns: what is to be said if they could not be ended.
    private func stopQueries() -> String {
        do {
            try adopt()
            for query in [transactions, windows].compactMap({ $0.hasEnded ? nil : $0.query }) {
                try cluster.stop(query)
            }
            return ""
        } catch {
            return " The queries on Spark could not be stopped and may still run: \(error)"
        }
    }

    private func prepare() throws {
        try lake.confirm(parts.log)
        try cluster.configure(JobSQL.sessionSettings)
        try cluster.configureShuffles(partitions: settings.shufflePartitions)
        try cluster.interruptLeftOvers()
        if lake.progress.isSettled {
            try resume()
        } else {
            try lake.reaffirm()
        }
        try recoverLive()
        // An account that was begun has to be finished first: its range is fixed.
        if let range = lake.progress.settling { try tally(to: JobSQL.offsets(range)) }
        if lake.progress.settling != nil { try settle() }
        // What came since would otherwise be counted with the next batch only.
        if let end = try committedOffsets() { try tally(to: end) }
    }

    /// Takes the lake into the engine's hands again.
    private func resume() throws {
        var next = lake.progress
        next.isSettled = false
        next.session = cluster.id
        try lake.save(next, live: tally.isLiveLost ? nil : live)
    }

    private func follow() throws {
        parts.report(.running)
        while !parts.isDraining {
            try supervise(&transactions, start: startTransactions)
            try supervise(&windows, start: startWindows)
            try advance(to: reachedOffsets())
            try parts.console?.show(self)
            parts.sleep(SparkJobParts.interval)
        }
    }

    private func runBounded() throws {
        parts.report(.running)
        var countsLast: Int64?
        for (path, start) in [
            (\SparkAttempt.transactions, startTransactions), (\SparkAttempt.windows, startWindows),
        ] {
            repeat {
                guard !parts.isDraining else { return }
                try supervise(&self[keyPath: path], start: start)
                guard !self[keyPath: path].hasEnded else { break }
                let end = try reachedOffsets()
                if transactions.hasEnded || !hasReached(ends, end) {
                    try advance(to: end)
                } else {
                    // The query is about to end, and the windows need not wait for the figures of its last batch. But the topic
                    // may have grown before it began.
                    let now = parts.clock.now().microseconds
                    countsLast = countsLast ?? now + Self.patience
                    if now >= countsLast ?? now { try advance(to: end) }
                }
                if transactions.hasEnded { try beginSettlement() }
                parts.sleep(SparkJobParts.interval)
            } while !self[keyPath: path].hasEnded
        }
    }

    /// How long a bounded query may take to end when it has taken in its last batch, in microseconds.
    private static let patience: Int64 = 5_000_000

    /// What has to be done in every round.
    ///
    /// - Parameter end: where the last batch ends, by partition.
    private func advance(to end: [Int32: Int64]) throws {
        let now = parts.clock.now().microseconds
        if now >= nextConfirmation {
            try parts.log.confirmIdentity()
            nextConfirmation = now + Self.confirmationInterval
        }
        if tally.isBehind(end) { try tally(to: end) }
        try finishSettlement(waiting: false)
        if now >= nextSettlement, settlement == nil {
            nextSettlement = now + settings.settleInterval
            try beginSettlement()
        }
        if now >= nextReconciliation {
            try reconcile(closingAll: false)
            nextReconciliation = parts.clock.now().microseconds + settings.reconcileInterval
        }
        try publish()
        if !settings.pipeline.untilEnd, !tally.hasNews { outage.accomplished() }
        outage.ended()
    }

    /// Where the last batch ends that Delta Lake has taken, or that Spark has told of; it tells of each a while later.
    private func reachedOffsets() throws -> [Int32: Int64] {
        let told = transactions.progress
        guard let query = transactions.query, let batch = try lake.committedVersion(of: query.id),
            batch > told?.batchID ?? -1
        else { return told?.endOffsets ?? [:] }
        return try checkpoint.endOffsets(ofBatch: batch)
    }

    /// Ends the queries and hands the lake over.
    private func finish() throws {
        let closingAll = settings.pipeline.untilEnd && !parts.isDraining
        parts.report(.draining)
        try adopt()
        if let query = transactions.query, !transactions.hasEnded { try cluster.stop(query) }
        if let query = windows.query, !windows.hasEnded {
            try cluster.processAllAvailable(query)
            windows.note(try cluster.lastProgress(of: query))
            try cluster.stop(query)
        }
        // What is accounted for from here on is what the log held that was opened.
        try parts.log.confirmIdentity()
        if let end = try committedOffsets() { try tally(to: end) }
        try settle()
        try noteWatermark()
        if let query = windows.query { try clearStaleWindows(by: query) }
        if closingAll { try lake.beginClosing() }
        try reconcile(closingAll: closingAll)
        var next = lake.progress
        try countWindows(into: &next)
        try lake.save(next)
        try lake.handOver(closedAll: closingAll)
        outage.accomplished()
        outage.ended()
        try publish()
    }

    /// Finds the queries that an earlier attempt or process has left running, so that they can be ended.
    private func adopt() throws {
        let active = try cluster.activeQueries()
        for path in [\SparkAttempt.transactions, \SparkAttempt.windows] where self[keyPath: path].query == nil {
            if let found = active.first(where: { $0.name == self[keyPath: path].name }) {
                self[keyPath: path].began(found)
            }
        }
    }

    /// The end of the last batch that is in `transactions`. Delta Lake notes its number together with its rows, so that also
    /// one counts whose end Spark had no time to note.
    func committedOffsets() throws -> [Int32: Int64]? {
        guard let id = try checkpoint.queryID() else { return nil }
        let batches = [try checkpoint.lastCommittedBatch(), try lake.committedVersion(of: id)]
        return try batches.compactMap(\.self).max().map(checkpoint.endOffsets)
    }

    private func publish() throws {
        parts.publish(
            live, tally: tally, progress: lake.progress, accounting: try lake.progress.accounting(), stale: stale.count,
            spark: PipelineSnapshot.Spark(
                server: lake.progress.engine, version: version, page: page,
                queries: [transactions.snapshot, windows.snapshot]))
    }
}
