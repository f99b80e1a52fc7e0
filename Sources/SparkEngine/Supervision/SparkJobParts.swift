internal import Commerce
internal import Lake
internal import Live
internal import Streaming
internal import Synchronization
internal import TransactionLogs

/// What a job works with, whichever session it has.
final class SparkJobParts: Sendable {
    /// Seconds between two looks at the queries.
    static let interval = 0.5

    private struct Guarded {
        var drainBegan: Timestamp?
        var phase = PipelineSnapshot.Phase.starting
        var message: String?
        var rate = RateMeter()
        var lastSettlement: Timestamp?
    }

    let log: any TransactionLog
    let fileSystem: any FileSystem
    let clock: any WallClock
    let onEvent: @Sendable (PipelineEvent) -> Void
    let console: SparkConsole?
    private let pause: @Sendable (_ seconds: Double) -> Void
    private let hub: Hub
    private let currency: Currency
    private let host: String
    private let guarded = Mutex(Guarded())

    init(
        log: any TransactionLog, fileSystem: any FileSystem, clock: any WallClock, hub: Hub, currency: Currency,
        host: String, console: SparkConsole?, pause: @escaping @Sendable (_ seconds: Double) -> Void,
        onEvent: @escaping @Sendable (PipelineEvent) -> Void
    ) {
        self.log = log
        self.fileSystem = fileSystem
        self.clock = clock
        self.hub = hub
        self.currency = currency
        self.host = host
        self.console = console
        self.pause = pause
        self.onEvent = onEvent
    }

    /// Whether the end was asked for.
    var isDraining: Bool { guarded.withLock { $0.drainBegan != nil } }

    /// Asks for the end.
    func drain() {
        guarded.withLock { $0.drainBegan = $0.drainBegan ?? clock.now() }
    }

    /// How long ago the end was asked for, in seconds; 0 if it was not.
    var secondsDraining: Double {
        guarded.withLock { guarded in
            guarded.drainBegan.map { Double(clock.now().microseconds - $0.microseconds) / 1e6 } ?? 0
        }
    }

    /// Waits, but not beyond the moment when the end is asked for.
    func sleep(_ seconds: Double) {
        let slice = 0.1
        var left = seconds
        let wasDraining = isDraining
        while left > 0, isDraining == wasDraining {
            pause(min(slice, left))
            left -= slice
        }
    }

    /// Shows what the job is doing.
    func report(_ phase: PipelineSnapshot.Phase, _ message: String? = nil) {
        guarded.withLock { guarded in
            guarded.phase = phase
            guarded.message = message
        }
        var snapshot = hub.latest
        snapshot.currency = currency
        snapshot.pipeline.phase = phase
        snapshot.pipeline.message = message
        hub.publish(snapshot)
    }

    /// Notes that the account was made durable.
    func settled() {
        guarded.withLock { $0.lastSettlement = clock.now() }
    }

    /// The address of Spark's own pages; nil if Spark has none.
    func page(_ cluster: any StreamingCluster) throws -> String? {
        guard try cluster.setting("spark.ui.enabled") != "false" else { return nil }
        return "http://\(host):\(try cluster.setting("spark.ui.port") ?? "4040")"
    }

    /// Publishes where the job stands.
    func publish(
        _ live: LiveAggregate, tally: Tally, progress: EngineProgress, accounting: Accounting,
        stale: Int64, spark: PipelineSnapshot.Spark
    ) {
        var snapshot = MarketSnapshot()
        snapshot.currency = currency
        live.fill(&snapshot)
        snapshot.pipeline.show(accounting, tally)
        snapshot.pipeline.staleWindows = stale
        snapshot.pipeline.watermark = progress.watermark.map(Timestamp.init(microseconds:))
        snapshot.pipeline.spark = spark
        snapshot.pipeline.partitions = tally.offsets.sorted { $0.key < $1.key }.map { partition, offset in
            PipelineSnapshot.Partition(
                partition: partition, position: offset, end: max(offset, log.knownEnd(of: partition) ?? offset),
                watermark: nil)
        }
        snapshot.pipeline.lag = snapshot.pipeline.partitions.reduce(0) { $0 + $1.end - $1.position }
        let now = clock.now()
        guarded.withLock { guarded in
            guarded.rate.record(snapshot.pipeline.read, at: now)
            snapshot.pipeline.rate = guarded.rate.rate(at: now)
            snapshot.pipeline.phase = guarded.phase
            snapshot.pipeline.message = guarded.message
            snapshot.pipeline.lastCommit = guarded.lastSettlement
        }
        hub.publish(snapshot)
    }
}

extension PipelineSnapshot {
    /// Shows an account and what was counted since: the reasons of the messages that were rejected since are not known yet.
    fileprivate mutating func show(_ accounting: Accounting, _ tally: Tally) {
        read = accounting.read + tally.count
        accepted = accounting.accepted + tally.accepted
        rejected = accounting.rejected + max(0, tally.count - tally.accepted)
        rejectedByReason = Dictionary(
            uniqueKeysWithValues: accounting.rejectedByReason.map { ($0.key.rawValue, $0.value) })
        windowed = accepted
        revised = accounting.revised
        windowsClosed = accounting.windowsClosed
        commits = accounting.commits
    }
}
