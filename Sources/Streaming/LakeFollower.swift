public import Commerce
internal import Foundation
public import Lake
public import Live
public import Windowing

/// Shows a lake that another process writes: takes up each commit's state and publishes it to a hub.
///
/// Used by one thread.
public final class LakeFollower {
    /// How often the lake is looked at.
    private static let interval = 0.5

    private let fileSystem: any FileSystem
    private let pipeline: String
    private let windows: WindowSettings
    private let currency: Currency
    private let largeAmount: Int64
    private let hub: Hub
    private let clock: any WallClock
    private let history: any TransactionHistory
    private let store: StateStore
    private var table: DeltaTable?
    private var shown: Int64?
    private var shownVersion: Int64?
    private var shownProgress: Int64?
    private var rate = RateMeter(span: 30_000_000)

    /// Follows one pipeline's commits.
    ///
    /// - Parameters:
    ///   - largeAmount: transactions with a greater amount, in minor units, are counted as large where the figures have to be
    ///     counted once more; otherwise the pipeline's own amount holds.
    ///   - history: reads committed rows back, should the state file be lost.
    public init(
        fileSystem: any FileSystem, pipeline: String, windows: WindowSettings, currency: Currency,
        largeAmount: Int64 = 100_000, hub: Hub,
        clock: any WallClock, history: any TransactionHistory
    ) {
        self.fileSystem = fileSystem
        self.pipeline = pipeline
        self.windows = windows
        self.currency = currency
        self.largeAmount = largeAmount
        self.hub = hub
        self.clock = clock
        self.history = history
        store = StateStore(fileSystem: fileSystem)
    }

    /// Looks at the lake until it is told to stop. A lake that can't be read for a moment is said to be waited for.
    public func follow(until isStopped: () -> Bool) throws {
        while !isStopped() {
            do {
                try update()
            } catch let error as FileSystemError {
                var snapshot = hub.latest
                snapshot.pipeline.phase = .waiting
                snapshot.pipeline.message = error.description
                hub.publish(snapshot)
            }
            Thread.sleep(forTimeInterval: Self.interval)
        }
    }

    /// Publishes what the lake's last commit says, if it has not been published yet.
    public func update() throws {
        if table == nil {
            table = try DeltaTable.open(on: fileSystem, directory: TransactionsTable.directory)
        } else {
            try table?.update()
            let isShown = shown != nil && table?.version == shownVersion && hub.latest.pipeline.phase == .following
            if isShown, try !isEngineAtWork { return }
        }
        if try showEngine() { return }
        guard let table, let record = try CommitHistory(table, pipeline: pipeline).last() else {
            return publishEmpty()
        }
        guard record.sequence != shown || hub.latest.pipeline.phase != .following else {
            shownVersion = table.version
            return
        }
        var state = PipelineState(
            settings: try record.windows.settings(idleTimeout: windows.idleTimeout),
            live: LiveAggregate(intervalLength: record.windows.size, largeAmount: largeAmount))
        state.sequence = record.sequence
        state.watermark = record.watermark
        if try !store.restore(&state, from: record.state) {
            // If the pipeline has committed meanwhile, it has removed this state; the next look finds the new one.
            guard try self.table?.update().isEmpty ?? true, self.table?.version == table.version else { return }
            try StateRebuilder(history: history).rebuildLive(&state)
        }
        publish(record, state, table)
        shown = record.sequence
        shownVersion = table.version
    }

    /// Whether an engine elsewhere writes the lake.
    private var isEngineAtWork: Bool {
        get throws { try EngineProgressStore(fileSystem: fileSystem).last().map { !$0.isSettled } ?? false }
    }

    /// Publishes what an engine elsewhere has come to, if one writes the lake.
    ///
    /// - Returns: whether one does.
    private func showEngine() throws -> Bool {
        let store = EngineProgressStore(fileSystem: fileSystem)
        guard let progress = try store.last(), !progress.isSettled else { return false }
        guard progress.number != shownProgress, let file = progress.live,
            let live = try store.live(file, windows: windows)
        else { return true }
        var snapshot = MarketSnapshot()
        snapshot.currency = currency
        live.fill(&snapshot)
        let accounting = try progress.accounting()
        let now = clock.now()
        rate.record(accounting.read, at: now)
        snapshot.pipeline.show(accounting)
        snapshot.pipeline.phase = .following
        snapshot.pipeline.rate = rate.rate(at: now)
        snapshot.pipeline.watermark = progress.watermark.map(Timestamp.init(microseconds:))
        snapshot.pipeline.lastCommit = now
        snapshot.pipeline.partitions = progress.partitions.compactMap { text, partition in
            Int32(text).map {
                PipelineSnapshot.Partition(
                    partition: $0, position: partition.offset, end: partition.offset,
                    watermark: partition.largestEventTime.map { Timestamp(microseconds: $0 - windows.delay) })
            }
        }.sorted { $0.partition < $1.partition }
        hub.publish(snapshot)
        shownProgress = progress.number
        return true
    }

    private func publishEmpty() {
        guard hub.latest.pipeline.phase != .following else { return }
        var snapshot = MarketSnapshot()
        snapshot.currency = currency
        snapshot.pipeline.phase = .following
        hub.publish(snapshot)
    }

    private func publish(_ record: CommitRecord, _ state: PipelineState, _ table: DeltaTable) {
        var snapshot = MarketSnapshot()
        snapshot.currency = currency
        snapshot.intervalLength = record.windows.size
        state.live.fill(&snapshot)
        let accounting = record.accounting
        let now = clock.now()
        rate.record(accounting.read, at: now)
        snapshot.pipeline.show(accounting)
        snapshot.pipeline.phase = .following
        snapshot.pipeline.rate = rate.rate(at: now)
        snapshot.pipeline.watermark = record.watermark.map(Timestamp.init(microseconds:))
        snapshot.pipeline.lastCommit = commitTime(of: record, in: table)
        snapshot.pipeline.partitions = record.partitionStarts.map { partition, start in
            PipelineSnapshot.Partition(
                partition: partition, position: start.offset, end: start.offset,
                watermark: start.largestEventTime.map { Timestamp(microseconds: $0 - record.windows.delay) })
        }.sorted { $0.partition < $1.partition }
        hub.publish(snapshot)
    }

    /// When a commit was made, by what the table remembers of its partitions.
    private func commitTime(of record: CommitRecord, in table: DeltaTable) -> Timestamp? {
        let times = record.nextOffsets.keys.compactMap { table.snapshot.transactions["\(pipeline)/\($0)"]?.lastUpdated }
        return times.max().map { Timestamp(microseconds: $0 * 1_000) }
    }
}
