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
    /// A lane with the lock that lets one thread at a time use it.
    struct Lane: Sendable {
        let partition: Int32
        let content: Monitor<PartitionLane>
    }

    private let log: any TransactionLog
    private let fileSystem: any FileSystem
    private let settings: PipelineSettings
    private let clock: any WallClock
    private let committer: Committer
    private let lanes: Mutex<[Lane]>
    private let schedule: Monitor<Schedule>
    private let start: Accounting
    private let publisher: LivePublisher
    private let hasRun = Mutex(false)

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
        committer = try Committer(
            fileSystem: fileSystem, identity: log.identity, settings: settings, clock: clock, history: history,
            makeIdentity: makeIdentity)
        start = committer.state.accounting
        let opened: [Lane]
        do {
            opened = try Self.openLanes(
                try Self.partitions(of: log, committer), log: log, fileSystem: fileSystem, settings: settings, committer
            )
        } catch {
            committer.close()
            throw error
        }
        schedule = Monitor(
            Schedule(laneCount: opened.count, commitRows: settings.commitRows, isBounded: settings.untilEnd))
        publisher = LivePublisher(hub: hub, committer: committer, log: log, currency: settings.currency, clock: clock)
        lanes = Mutex(opened)
    }

    /// Runs until the log's end (`untilEnd`) or until `drain`, and commits everything before it returns. A pipeline runs
    /// once.
    ///
    /// - Throws: what ended the pipeline before; all that was committed stays, all else is read again by the next run.
    public func run() throws -> RunSummary {
        let isFirst = hasRun.withLock { hasRun in
            defer { hasRun = true }
            return !hasRun
        }
        precondition(isFirst, "a pipeline runs once")
        defer { close() }
        do {
            try runThreads()
        } catch {
            publishLast(message: String(describing: error))
            throw error
        }
        publishLast(message: nil)
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
        let opened = lanes.withLock { lanes in
            defer { lanes = [] }
            return lanes
        }
        for lane in opened {
            lane.content.withLock { $0.close() }
        }
        committer.close()
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
            try committer.commit(cuts, horizon: horizon, closingAll: closingAll)
        } catch {
            for cut in cuts { cut.abandon() }
            throw error
        }
    }

    private func openNewPartitions() throws {
        let known = Set(lanes.withLock { $0.map(\.partition) })
        let new = try log.partitions().filter { !known.contains($0) }
        for lane in try Self.openLanes(new, log: log, fileSystem: fileSystem, settings: settings, committer) {
            lanes.withLock { $0.append(lane) }
            schedule.withLock { $0.addLane() }
        }
    }

    /// The log's partitions, among which must be all that the lake knows: one that is missing would hold back the watermark
    /// for ever.
    static func partitions(of log: any TransactionLog, _ committer: Committer) throws -> [Int32] {
        let partitions = try log.partitions()
        let missing = Set(committer.state.partitions.keys).subtracting(partitions).sorted()
        guard missing.isEmpty else {
            throw PipelineError(
                .lakeDoesNotMatch,
                "the lake holds messages of partition \(missing.map(String.init).joined(separator: ", ")), which "
                    + "\(log.identity) does not have. Restore the log, or use another lake.")
        }
        return partitions
    }

    static func openLanes(
        _ partitions: [Int32], log: any TransactionLog, fileSystem: any FileSystem, settings: PipelineSettings,
        _ committer: Committer
    ) throws -> [Lane] {
        let state = committer.state
        var opened: [Lane] = []
        do {
            for partition in partitions {
                let offsets = try log.offsets(of: partition)
                let lane = try PartitionLane(
                    partition: partition,
                    from: state.partitions[partition]
                        ?? PartitionStart(
                            firstOffset: offsets.lowerBound, offset: offsets.lowerBound),
                    until: settings.untilEnd ? offsets.upperBound : nil, horizon: state.horizon, log: log,
                    fileSystem: fileSystem, settings: settings)
                opened.append(Lane(partition: partition, content: Monitor(lane)))
            }
        } catch {
            for lane in opened {
                lane.content.withLock { $0.close() }
            }
            throw error
        }
        return opened
    }

    /// Coordinates on this thread while the others run; all of them have returned when it does.
    private func runThreads() throws {
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

    /// Publishes the end. The other threads have returned, so that nothing older comes after it.
    private func publishLast(message: String?) {
        publisher.report(phase: .stopped, message: message)
        publishNow()
    }
}
