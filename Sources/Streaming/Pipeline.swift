public import Commerce
public import Lake
public import Live
internal import Synchronization
public import TransactionLogs
internal import Windowing

/// The native engine: carries a log into a lake, exactly once, and tells the hub what happens.
///
/// A pipeline has three kinds of threads besides its caller's: workers, which take whatever lane has something to read; one
/// that waits for new records of the lanes that have none; and one that publishes the live view four times a second. The
/// caller's thread, in `run`, cuts the lanes and commits. Each lane is used by one thread at a time.
public final class Pipeline: Sendable {
    private let log: any TransactionLog
    private let fileSystem: any FileSystem
    private let settings: PipelineSettings
    private let clock: any WallClock
    private let hub: Hub
    private let committer: Committer
    private let lanes: Monitor<[Monitor<PartitionLane>]>
    private let schedule: Monitor<Schedule>
    private let start: Accounting
    private let publisher: LivePublisher

    /// Takes possession of the lake, finishes what a killed pipeline left undone, and opens the log where the lake's last
    /// commit stands.
    ///
    /// - Parameters:
    ///   - fileSystem: where the lake lies, or shall lie.
    ///   - history: reads committed rows back, should the state file be lost.
    ///   - makeIdentity: draws a UUID for each table of a new lake.
    /// - Throws: `PipelineError`, `TransactionLogError`, `FileSystemError`, `DeltaError`.
    public init(
        log: any TransactionLog, fileSystem: any FileSystem, settings: PipelineSettings, clock: any WallClock, hub: Hub,
        history: any TransactionHistory, makeIdentity: () -> String
    ) throws {
        precondition(settings.workers > 0 && settings.commitRows > 0 && settings.commitInterval > 0)
        self.log = log
        self.fileSystem = fileSystem
        self.settings = settings
        self.clock = clock
        self.hub = hub
        committer = try Committer(
            fileSystem: fileSystem, identity: log.identity, settings: settings, clock: clock, history: history,
            makeIdentity: makeIdentity)
        start = committer.state.accounting
        var opened: [Monitor<PartitionLane>] = []
        for partition in try log.partitions() {
            opened.append(
                Monitor(try Self.openLane(partition, log: log, fileSystem: fileSystem, settings: settings, committer)))
        }
        schedule = Monitor(Schedule(laneCount: opened.count, commitRows: settings.commitRows))
        publisher = LivePublisher(hub: hub, committer: committer, log: log, currency: settings.currency, clock: clock)
        lanes = Monitor(opened)
    }

    /// Runs until the log's end (`untilEnd`) or until `drain`, and commits everything before it returns.
    ///
    /// - Throws: what ended the pipeline before; all that was committed stays, all else is read again by the next run.
    public func run() throws -> RunSummary {
        var threads = (0..<settings.workers).map { number in
            WorkerThread(name: "souk-worker-\(number)") { [self] in work() }
        }
        threads.append(WorkerThread(name: "souk-log") { [self] in awaitRecords() })
        threads.append(WorkerThread(name: "souk-live") { [self] in publish() })
        defer {
            schedule.withLock { $0.stop() }
            for thread in threads { thread.join() }
            closeLanes()
        }
        do {
            try coordinate()
        } catch {
            publisher.report(phase: .stopped, message: String(describing: error))
            publishNow()
            throw error
        }
        publisher.report(phase: .stopped, message: nil)
        publishNow()
        let total = committer.state.accounting
        return RunSummary(accounting: total.since(start), total: total)
    }

    /// Asks a running pipeline to commit what it has taken in and to end.
    public func drain() {
        publisher.report(phase: .draining, message: nil)
        schedule.withLock { $0.drain() }
    }

    /// Gives the lake back without running.
    public func close() {
        closeLanes()
    }

    // MARK: - The coordinator

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
                try openNewPartitions()
            }
        }
    }

    private func commit(closingAll: Bool) throws {
        let horizon = committer.nextHorizon
        let lanes = self.lanes.withLock { $0 }
        var cuts: [LaneCut] = []
        var isCaughtUp: [Int32: Bool] = [:]
        do {
            for (index, lane) in lanes.enumerated() {
                let cut = try lane.withLock { try $0.cut(horizon: horizon, now: clock.now()) }
                cuts.append(cut)
                isCaughtUp[cut.piece.partition] = schedule.withLock { schedule in
                    schedule.handedToCommit(Int(cut.accounting.read))
                    return schedule.isCaughtUp(index)
                }
            }
            try committer.commit(cuts, isCaughtUp: isCaughtUp, horizon: horizon, closingAll: closingAll)
        } catch {
            for cut in cuts { cut.abandon() }
            throw error
        }
    }

    private func openNewPartitions() throws {
        let known = lanes.withLock { $0.count }
        let partitions = try log.partitions()
        for partition in partitions.dropFirst(known) {
            let lane = Monitor(
                try Self.openLane(partition, log: log, fileSystem: fileSystem, settings: settings, committer))
            lanes.withLock { $0.append(lane) }
            schedule.withLock { $0.addLane() }
        }
    }

    private static func openLane(
        _ partition: Int32, log: any TransactionLog, fileSystem: any FileSystem, settings: PipelineSettings,
        _ committer: Committer
    ) throws -> PartitionLane {
        let offsets = try log.offsets(of: partition)
        return try PartitionLane(
            partition: partition,
            from: committer.state.partitions[partition] ?? PartitionStart(firstOffset: offsets.lowerBound, offset: offsets.lowerBound),
            until: settings.untilEnd ? offsets.upperBound : nil, horizon: committer.state.horizon, log: log,
            fileSystem: fileSystem, settings: settings)
    }

    private func closeLanes() {
        for lane in lanes.withLock({ $0 }) {
            lane.withLock { $0.close() }
        }
        committer.close()
    }

    // MARK: - The other threads

    private func work() {
        while case .step(let index)? = schedule.wait({ $0.nextWork() }) {
            let lane = lanes.withLock { $0[index] }
            do {
                let (count, isFinished, isFull) = try lane.withLock { lane in
                    (try lane.step(now: clock.now()), lane.isFinished, lane.isFull)
                }
                schedule.withLock { schedule in
                    schedule.stepped(index, count: count, isFinished: isFinished, isFull: isFull)
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
                lanes[index].withLock { positions[$0.partition] = $0.position }
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
        let views = lanes.withLock { $0 }.map { lane in lane.withLock { $0.view } }
        publisher.publish(views)
    }
}
