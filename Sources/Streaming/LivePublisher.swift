internal import Commerce
internal import Live
internal import Synchronization
internal import TransactionLogs
internal import Windowing

/// Puts the lanes' figures and the committer's together into what the dashboard shows. It never waits for a commit.
final class LivePublisher: Sendable {
    private struct Guarded {
        var phase = PipelineSnapshot.Phase.starting
        var message: String?
        var rate = RateMeter()
        /// Why the log can't be had for now, and since when.
        var interruption: Interruption?
    }

    private let hub: Hub
    private let committer: Committer
    private let log: any TransactionLog
    private let currency: Currency
    private let clock: any WallClock
    private let onEvent: @Sendable (PipelineEvent) -> Void
    /// What the lake held when the pipeline started; the lanes count from there.
    private let baseAccounting: Accounting
    private let baseLive: LiveAggregate
    private let guarded = Mutex(Guarded())

    init(
        hub: Hub, committer: Committer, log: any TransactionLog, currency: Currency, clock: any WallClock,
        onEvent: @escaping @Sendable (PipelineEvent) -> Void
    ) {
        self.onEvent = onEvent
        self.hub = hub
        self.committer = committer
        self.log = log
        self.currency = currency
        self.clock = clock
        let state = committer.state
        baseAccounting = state.accounting
        baseLive = state.live
    }

    /// Notes what the pipeline is doing, for the next publication.
    func report(phase: PipelineSnapshot.Phase, message: String?) {
        guarded.withLock { guarded in
            // Somebody may ask for the end before the pipeline has begun.
            if guarded.phase == .draining, phase == .running { return }
            guarded.phase = phase
            guarded.message = message
        }
    }

    /// Publishes the state of the market and of the pipeline.
    func publish(_ views: [LaneView]) {
        noteInterruption()
        var live = baseLive
        for view in views { live.merge(view.live) }
        var snapshot = MarketSnapshot()
        snapshot.currency = currency
        snapshot.intervalLength = baseLive.intervalLength
        live.fill(&snapshot)
        snapshot.pipeline = pipeline(views)
        hub.publish(snapshot)
    }

    private func pipeline(_ views: [LaneView]) -> PipelineSnapshot {
        var accounting = baseAccounting
        for view in views { accounting.add(view.accounting) }
        let committed = committer.state
        var snapshot = PipelineSnapshot()
        accounting.revised = committed.accounting.revised
        accounting.windowsClosed = committed.accounting.windowsClosed
        accounting.staleWindows = committed.accounting.staleWindows
        accounting.commits = committed.accounting.commits
        snapshot.show(accounting)
        snapshot.watermark = committed.watermark.map(Timestamp.init(microseconds:))
        if let last = committer.lastCommit {
            snapshot.lastCommit = last.time
            snapshot.lastCommitSeconds = last.seconds
        }
        snapshot.partitions = views.map(partition).sorted { $0.partition < $1.partition }
        snapshot.lag = snapshot.partitions.reduce(0) { $0 + max(0, $1.end - $1.position) }
        guarded.withLock { guarded in
            let now = clock.now()
            guarded.rate.record(accounting.read, at: now)
            snapshot.rate = guarded.rate.rate(at: now)
            snapshot.phase = guarded.phase
            snapshot.message = guarded.message
            if let interruption = guarded.interruption, guarded.phase == .running {
                snapshot.phase = .waiting
                snapshot.message = interruption.message
            }
        }
        return snapshot
    }

    /// Asks the log whether it can be had, and tells of each change once.
    private func noteInterruption() {
        let cause = log.interruption
        let event = guarded.withLock { guarded -> PipelineEvent? in
            guard let cause else {
                defer { guarded.interruption = nil }
                return guarded.interruption.map { _ in .resumed }
            }
            if guarded.interruption != nil {
                guarded.interruption?.cause = cause
                return nil
            }
            let interruption = Interruption(cause, since: clock.now())
            guarded.interruption = interruption
            return .interrupted(interruption.message)
        }
        if let event { onEvent(event) }
    }

    private func partition(_ view: LaneView) -> PipelineSnapshot.Partition {
        // A log that can't say where it ends at this moment shows as no lag; the reading thread reports the failure.
        let end = log.knownEnd(of: view.partition) ?? view.position
        return PipelineSnapshot.Partition(
            partition: view.partition, position: view.position, end: end,
            watermark: view.watermark.map(Timestamp.init(microseconds:)))
    }
}
