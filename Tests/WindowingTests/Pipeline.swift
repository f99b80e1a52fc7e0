import Commerce
import Testing
import Windowing

/// One lane as the streaming module has it: a log of sales, a batch, and the windows since the last cut.
final class Lane {
    let partition: Int32
    let log: [Sale]
    private(set) var position = 0
    private(set) var watermark = PartitionWatermark()
    var forgottenEnd = Int64.min
    private var batch: TransactionBatch
    private var windows: PartialWindows

    struct Checkpoint {
        var position = 0
        var watermark = PartitionWatermark()
    }

    init(partition: Int32, log: [Sale], settings: WindowSettings, from checkpoint: Checkpoint, forgottenEnd: Int64) {
        self.partition = partition
        self.log = log
        self.forgottenEnd = forgottenEnd
        position = checkpoint.position
        watermark = checkpoint.watermark
        batch = TransactionBatch(partition: partition)
        windows = PartialWindows(settings: settings)
    }

    var isAtEnd: Bool { position == log.count }
    var checkpoint: Checkpoint {
        Checkpoint(position: position, watermark: watermark)
    }

    /// Reads some sales; sometimes the batch is emptied before.
    func step(_ limit: Int, emptyingBatch: Bool) {
        if emptyingBatch { batch.removeAll() }
        let end = min(log.count, position + limit)
        let firstRow = batch.count
        for offset in position..<end { log[offset].append(to: &batch, offset: offset) }
        windows.add(batch, rows: firstRow..<batch.count, watermark: &watermark, forgottenEnd: forgottenEnd)
        position = end
    }

    func cut() -> CutWindows {
        windows.take(from: batch)
    }
}

/// Lanes, commits and crashes, put together as the type `WindowState` asks for.
final class Pipeline {
    let settings: WindowSettings
    let logs: [[Sale]]
    private(set) var lanes: [Lane] = []
    private(set) var rows: [WindowRow] = []
    private(set) var state: WindowState
    private(set) var tracker: WatermarkTracker
    /// The windows that the last commit calls stale.
    private(set) var stale: StaleWindows
    /// How many windows were ever stale.
    private(set) var staleCount: Int64 = 0
    private var watermark: Int64?
    private var encoded: [UInt8]
    private var checkpoints: [Lane.Checkpoint]

    init(logs: [[Sale]], settings: WindowSettings) throws {
        self.logs = logs
        self.settings = settings
        state = WindowState(settings: settings)
        encoded = state.encoded()
        checkpoints = logs.map { _ in Lane.Checkpoint() }
        tracker = WatermarkTracker(settings: settings)
        stale = StaleWindows(size: settings.size, starts: [])
        try restart()
    }

    /// Loses everything that was not committed.
    func restart() throws {
        var reader = BinaryReader(encoded)
        state = try WindowState(from: &reader, settings: settings)
        try reader.finish()
        lanes = logs.indices.map {
            Lane(
                partition: Int32($0), log: logs[$0], settings: settings, from: checkpoints[$0],
                forgottenEnd: state.forgottenEnd)
        }
        let watermarks = lanes.map { ($0.partition, $0.watermark) }
        tracker = WatermarkTracker(
            settings: settings, partitions: Dictionary(uniqueKeysWithValues: watermarks), watermark: watermark)
    }

    /// Cuts the lanes, in an order that does not matter, and commits what they have.
    func commit(now: Int64, lastly: Bool = false, using generator: inout SeededGenerator) throws {
        var cuts: [CutWindows] = []
        for lane in lanes.shuffled(using: &generator) {
            lane.forgottenEnd = state.forgottenEnd
            cuts.append(lane.cut())
        }
        for lane in lanes {
            tracker.report(
                lane.partition, watermark: lane.watermark,
                accepted: lane.position - checkpoints[Int(lane.partition)].position, isCaughtUp: lane.isAtEnd, now: now)
        }
        let before = stale.count
        for cut in cuts { try state.merge(cut, stale: &stale) }
        staleCount += stale.count - before
        watermark = tracker.pipelineWatermark(now: now)
        if let watermark { append(state.close(upTo: watermark)) }
        if lastly { append(state.closeAll()) }
        if let watermark { state.evict(through: watermark) }
        encoded = state.encoded()
        checkpoints = lanes.map(\.checkpoint)
    }

    private func append(_ changes: [WindowRow]) {
        let keys = changes.map(Oracle.Key.init)
        #expect(Set(keys).count == keys.count, "a key was written twice in one commit")
        #expect(keys == keys.sorted(), "rows are not in order")
        rows += changes
    }

    /// Recomputes the stale windows from what is committed, and writes what differs as the next revisions.
    func reconcile() {
        let committed = zip(logs, checkpoints).flatMap { $0.prefix($1.position) }
        let starts = Set(stale.starts)
        let expected = Oracle(committed, size: settings.size)
        let written = Oracle(rows)
        var changes: [WindowRow] = []
        for (key, values) in expected.values where starts.contains(key.start) && written.values[key] != values {
            let revision = rows.filter { Oracle.Key($0) == key }.map(\.revision).max() ?? -1
            changes.append(WindowRow(key, values, size: settings.size, revision: revision + 1))
        }
        append(changes.sorted { Oracle.Key($0) < Oracle.Key($1) })
        stale = StaleWindows(size: settings.size, starts: [])
    }

    /// Runs to the logs' ends with random steps, commits and crashes.
    func run(crashes: Bool, using generator: inout SeededGenerator) throws {
        var now: Int64 = 2_000_000_000_000_000
        while lanes.contains(where: { !$0.isAtEnd }) {
            now += Int64.random(in: 0...20_000_000, using: &generator)
            switch Int.random(in: 0..<(crashes ? 20 : 18), using: &generator) {
            case 17: reconcile()
            case 0..<4: try commit(now: now, using: &generator)
            case 18, 19: try restart()
            default:
                let lane = lanes[Int.random(in: 0..<lanes.count, using: &generator)]
                lane.step(
                    Int.random(in: 0...20, using: &generator), emptyingBatch: Bool.random(using: &generator))
            }
        }
        try commit(now: now, lastly: true, using: &generator)
        reconcile()
    }
}

/// Checks that each key's revisions are 0, 1, 2 …, in that order.
func expectDenseRevisions(_ rows: [WindowRow]) {
    var next: [Oracle.Key: Int32] = [:]
    for row in rows {
        let key = Oracle.Key(row)
        let expected = next[key] ?? 0
        if row.revision != expected { Issue.record("\(row) should be revision \(expected)") }
        next[key] = expected + 1
    }
}
