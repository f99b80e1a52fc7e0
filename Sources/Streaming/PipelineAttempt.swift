internal import Commerce
internal import Lake
internal import Live
internal import Synchronization
internal import TransactionLogs
internal import Windowing

/// One opening of a log and a lake, and what runs on it until its end or until either can't be reached any more.
///
/// An attempt has three kinds of threads besides its caller's: workers, which take whatever lane has something to read; one
/// that waits for new records of the lanes that have none; and one that publishes the live view four times a second. The
/// caller's thread, in `run`, cuts the lanes and commits. Each lane is used by one thread at a time.
final class PipelineAttempt: Sendable {
    private let log: any TransactionLog
    private let settings: PipelineSettings
    private let clock: any WallClock
    private let committer: Committer
    private let opening: LaneOpening
    private let lanes: Mutex<[Lane]>
    private let schedule: Monitor<Schedule>
    private let publisher: LivePublisher
    private let reconciler: Reconciler
    private let nextReconciliation: Mutex<Timestamp>
    private let onEvent: @Sendable (PipelineEvent) -> Void
    private let knownBounds: Mutex<RunBounds>
    private let isClosed = Mutex(false)

    /// Takes possession of the lake, finishes what an attempt before left undone, and opens the log where the lake's last
    /// commit stands.
    ///
    /// - Parameters:
    ///   - parts: what the pipeline is made of.
    ///   - settings: those of this attempt, whose run identity no other has.
    ///   - bounds: what the attempts before have found out of the run; nil for the first one.
    init(_ parts: PipelineParts, settings: PipelineSettings, bounds: RunBounds?) throws {
        try parts.log.confirmIdentity()
        self.settings = settings
        log = parts.log
        clock = parts.clock
        onEvent = parts.onEvent
        committer = try Committer(
            fileSystem: parts.fileSystem, identity: parts.log.identity, settings: settings, clock: parts.clock,
            history: parts.history, makeIdentity: parts.makeIdentity)
        opening = LaneOpening(
            log: parts.log, fileSystem: parts.fileSystem, settings: settings, committer: committer)
        var bounds = bounds ?? RunBounds()
        let opened: [Lane]
        do {
            opened = try Self.open(opening, committer, &bounds)
        } catch {
            committer.close()
            throw error
        }
        schedule = Monitor(
            Schedule(laneCount: opened.count, commitRows: settings.commitRows, isBounded: settings.untilEnd))
        publisher = LivePublisher(
            hub: parts.hub, committer: committer, log: parts.log, currency: settings.currency, clock: parts.clock,
            onEvent: parts.onEvent)
        reconciler = Reconciler(
            fileSystem: parts.fileSystem, history: parts.history, runIdentity: settings.runIdentity,
            currency: settings.currency)
        nextReconciliation = Mutex(
            Timestamp(microseconds: parts.clock.now().microseconds + settings.reconcileInterval))
        lanes = Mutex(opened)
        knownBounds = Mutex(bounds)
        acknowledge()
        report(opened)
    }

    /// What is known of the run.
    var bounds: RunBounds { knownBounds.withLock { $0 } }

    /// The account as of the last commit.
    var accounting: Accounting { committer.state.accounting }

    /// The windows that had not closed by the last commit, by category.
    func openWindows(limit: Int) -> [Windowing.WindowRow] {
        committer.state.windows.openRows(of: .category, limit: limit)
    }

    /// Whether the attempt has made a commit.
    var hasCommitted: Bool { committer.lastCommit != nil }

    /// Runs until the log's end (`untilEnd`) or until `drain`, and commits everything before it returns.
    ///
    /// - Throws: what ended the attempt before; all that was committed stays.
    func run() throws {
        var threads = (0..<settings.workers).map { number in
            WorkerThread(name: "souk-worker-\(number)") { [self] in work() }
        }
        threads.append(WorkerThread(name: "souk-log") { [self] in awaitRecords() })
        threads.append(WorkerThread(name: "souk-live") { [self] in publish() })
        defer {
            schedule.withLock { $0.stop() }
            reconciler.stop()
            for thread in threads { thread.join() }
        }
        try coordinate()
    }

    /// Asks for the commit of what was taken in, and then for the end.
    func drain() {
        publisher.report(phase: .draining, message: nil)
        schedule.withLock { $0.drain() }
    }

    /// Gives the lake back, and gives up what was not committed.
    func close() {
        let wasClosed = isClosed.withLock { isClosed in
            defer { isClosed = true }
            return isClosed
        }
        // The lake may be another's by now.
        guard !wasClosed else { return }
        let opened = lanes.withLock { lanes in
            defer { lanes = [] }
            return lanes
        }
        for lane in opened { lane.close() }
        committer.close()
    }

    /// Publishes what the attempt came to. Nothing older comes after it, since the threads have returned.
    func publishNow() {
        let views = lanes.withLock { $0 }.map { lane in lane.content.withLock { $0.view } }
        publisher.publish(views)
    }

    private static func open(
        _ opening: LaneOpening, _ committer: Committer, _ bounds: inout RunBounds
    ) throws -> [Lane] {
        let partitions = try opening.partitions()
        if committer.state.sequence == 0, let beginnings = try opening.beginnings(of: partitions) {
            try committer.begin(at: beginnings)
        }
        if opening.settings.untilEnd, bounds.ends == nil {
            let ends = try partitions.map { ($0, try opening.log.offsets(of: $0).upperBound) }
            bounds.ends = Dictionary(uniqueKeysWithValues: ends)
        }
        // A bounded run is over the partitions that there were when it began.
        return try opening.open(bounds.ends?.keys.sorted() ?? partitions, &bounds)
    }

    /// Tells of what was lost.
    private func report(_ lanes: [Lane]) {
        for lane in lanes {
            if let replaced = lane.replaced {
                onEvent(
                    .lost(
                        "partition \(lane.partition) of \(log.identity) does not hold all that was read of it any more. "
                            + LogContinuation.words(for: replaced)))
            }
            if let lost = lane.lost { onEvent(.lost(LaneOpening.words(for: lost, of: lane.partition, in: log))) }
        }
    }

    private func coordinate() throws {
        publisher.report(phase: .running, message: nil)
        while true {
            let wait = Double(settings.commitInterval) / 1e6
            switch schedule.wait(seconds: wait, { $0.event() }) {
            case .failed(let error):
                // What retention has removed can't be read again, so that what was taken in of it is kept.
                if Perseverance.isOvertaken(error) { try commit(closingAll: false) }
                throw error
            case .drainRequested:
                reconciler.stop()
                return try commit(closingAll: false)
            case .endReached:
                reconciler.stop()
                try commit(closingAll: true)
                return try reconcileAll()
            case .commitIsDue, nil:
                try commit(closingAll: false)
                beginReconciliationIfDue()
                if !settings.untilEnd { try openNewPartitions() }
            }
        }
    }

    private func commit(closingAll: Bool) throws {
        let reconciled = reconciledWindows()
        let forgottenEnd = committer.state.windows.forgottenEnd
        var cuts: [LaneCut] = []
        do {
            for (index, lane) in lanes.withLock({ $0 }).enumerated() {
                let cut = try lane.content.withLock { lane in
                    let cut = try lane.cut(forgottenEnd: forgottenEnd, now: clock.now())
                    schedule.withLock { $0.cut(index, count: Int(cut.accounting.read)) }
                    return cut
                }
                cuts.append(cut)
            }
            // What was read from a log that has taken this one's place must not come into the lake.
            if cuts.contains(where: { $0.piece.to > $0.piece.from }) { try log.confirmIdentity() }
            if try committer.commit(cuts, reconciled: reconciled, closingAll: closingAll) { acknowledge() }
        } catch {
            for cut in cuts { cut.abandon() }
            reconciled?.abandon()
            throw error
        }
    }

    /// Starts to recompute the windows that late transactions have made stale, in the background.
    private func beginReconciliationIfDue() {
        guard reconciler.isIdle, !committer.state.stale.isEmpty else { return }
        let now = clock.now()
        guard nextReconciliation.withLock({ $0 <= now }) else { return }
        reconciler.begin(committer.beginReconciliation()) { [self] in
            let ended = clock.now()
            // A recomputation that takes long shall not take all of a core.
            let rest = max(settings.reconcileInterval, 3 * (ended.microseconds - now.microseconds))
            nextReconciliation.withLock { $0 = Timestamp(microseconds: ended.microseconds + rest) }
        }
    }

    /// What has been recomputed in the background. A failure leaves the windows stale, and is reported; it costs no sale, and
    /// those keep coming.
    private func reconciledWindows() -> ReconciledWindows? {
        do {
            return try reconciler.take()
        } catch {
            onEvent(.notReconciled(String(describing: error)))
            return nil
        }
    }

    /// Recomputes all stale windows before a bounded run ends, unless it is asked to end at once: then they stay recorded as
    /// stale, and the next run recomputes them.
    private func reconcileAll() throws {
        while !committer.state.stale.isEmpty {
            let windows = committer.beginReconciliation()
            publisher.report(
                phase: .running, message: "recomputing \(windows.count) windows that late sales have changed")
            reconciler.begin(windows) { [schedule] in schedule.withLock { _ in } }
            let hasFinished = schedule.wait { [reconciler] schedule -> Bool? in
                if reconciler.hasFinished { return true }
                return schedule.isDraining ? false : nil
            }
            guard hasFinished == true, let reconciled = try reconciler.take() else { return reconciler.stop() }
            do {
                try committer.commit([], reconciled: reconciled, closingAll: true)
            } catch {
                reconciled.abandon()
                throw error
            }
        }
    }

    /// Tells the log where the lake stands. Only what is committed may be told.
    private func acknowledge() {
        let offsets = committer.state.partitions.mapValues(\.offset)
        if !offsets.isEmpty { log.acknowledge(offsets) }
    }

    private func openNewPartitions() throws {
        let known = Set(lanes.withLock { $0.map(\.partition) })
        let new = try log.partitions().filter { !known.contains($0) }
        let opened = try knownBounds.withLock { try opening.open(new, &$0) }
        for lane in opened {
            lanes.withLock { $0.append(lane) }
            schedule.withLock { $0.addLane() }
        }
    }

    private func work() {
        while case .step(let index)? = schedule.wait({ $0.nextWork() }) {
            let lane = lanes.withLock { $0[index].content }
            do {
                // The schedule hears of the step before the lane can be cut, so that it never counts messages twice.
                try lane.withLock { lane in
                    let (count, outcome) = try lane.step(now: clock.now())
                    schedule.withLock { $0.stepped(index, count: count, outcome) }
                }
            } catch {
                schedule.withLock { $0.fail(error) }
            }
        }
    }

    private func awaitRecords() {
        while let parked = schedule.wait({ $0.isOver ? [] : $0.parkedLanes }), !parked.isEmpty {
            let lanes = self.lanes.withLock { $0 }
            var positions: [Int32: Int64] = [:]
            for index in parked {
                positions[lanes[index].partition] = lanes[index].content.withLock { $0.position }
            }
            do {
                if try log.waitForRecords(beyond: positions, timeout: .milliseconds(100)) {
                    schedule.withLock { $0.wake(parked) }
                }
            } catch {
                schedule.withLock { $0.fail(error) }
            }
        }
    }

    private func publish() {
        while schedule.wait(seconds: 0.25, { $0.isOver ? true : nil }) == nil {
            publishNow()
        }
    }
}
