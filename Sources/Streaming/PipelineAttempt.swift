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
    private let isClosed = Mutex(false)
    /// Where the lanes of a bounded run stop.
    let ends: [Int32: Int64]?

    /// Takes possession of the lake, finishes what an attempt before left undone, and opens the log where the lake's last
    /// commit stands.
    ///
    /// - Parameters:
    ///   - parts: what the pipeline is made of.
    ///   - settings: those of this attempt, whose run identity no other has.
    ///   - ends: where a bounded run stops, if an attempt before has found that out.
    init(_ parts: PipelineParts, settings: PipelineSettings, ends: [Int32: Int64]?) throws {
        self.settings = settings
        log = parts.log
        clock = parts.clock
        committer = try Committer(
            fileSystem: parts.fileSystem, identity: parts.log.identity, settings: settings, clock: parts.clock,
            history: parts.history, makeIdentity: parts.makeIdentity)
        opening = LaneOpening(
            log: parts.log, fileSystem: parts.fileSystem, settings: settings, committer: committer)
        let opened: [Lane]
        do {
            let partitions = try opening.partitions()
            let ends = try settings.untilEnd ? ends ?? Self.ends(of: partitions, in: parts.log) : nil
            self.ends = ends
            // A bounded run is over the partitions that there were when it began.
            opened = try opening.open(ends?.keys.sorted() ?? partitions, until: ends)
        } catch {
            committer.close()
            throw error
        }
        schedule = Monitor(
            Schedule(laneCount: opened.count, commitRows: settings.commitRows, isBounded: settings.untilEnd))
        publisher = LivePublisher(
            hub: parts.hub, committer: committer, log: parts.log, currency: settings.currency, clock: parts.clock,
            onEvent: parts.onEvent)
        lanes = Mutex(opened)
        acknowledge()
    }

    /// The account as of the last commit.
    var accounting: Accounting { committer.state.accounting }

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

    /// Publishes the end, or why there is none yet. Nothing older comes after it, since the threads have returned.
    func publishLast(phase: PipelineSnapshot.Phase, message: String?) {
        publisher.report(phase: phase, message: message)
        publishNow()
    }

    private static func ends(of partitions: [Int32], in log: any TransactionLog) throws -> [Int32: Int64] {
        var ends: [Int32: Int64] = [:]
        for partition in partitions { ends[partition] = try log.offsets(of: partition).upperBound }
        return ends
    }

    private func coordinate() throws {
        publisher.report(phase: .running, message: nil)
        while true {
            let wait = Double(settings.commitInterval) / 1e6
            switch schedule.wait(seconds: wait, { $0.event() }) {
            case .failed(let error):
                throw error
            case .drainRequested:
                return try commit(closingAll: false)
            case .endReached:
                return try commit(closingAll: true)
            case .commitIsDue, nil:
                try commit(closingAll: false)
                if !settings.untilEnd { try openNewPartitions() }
            }
        }
    }

    private func commit(closingAll: Bool) throws {
        let horizon = committer.nextHorizon
        var cuts: [LaneCut] = []
        do {
            for (index, lane) in lanes.withLock({ $0 }).enumerated() {
                let cut = try lane.content.withLock { lane in
                    let cut = try lane.cut(horizon: horizon, now: clock.now())
                    schedule.withLock { $0.cut(index, count: Int(cut.accounting.read)) }
                    return cut
                }
                cuts.append(cut)
            }
            if try committer.commit(cuts, horizon: horizon, closingAll: closingAll) { acknowledge() }
        } catch {
            for cut in cuts { cut.abandon() }
            throw error
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
        for lane in try opening.open(new, until: nil) {
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

    private func publishNow() {
        let views = lanes.withLock { $0 }.map { lane in lane.content.withLock { $0.view } }
        publisher.publish(views)
    }
}
