import Commerce
import Testing
import Windowing

/// One lane as the streaming module has it: a log of sales, a batch, and the windows since the last cut.
final class Lane {
    let partition: Int32
    let log: [Sale]
    private(set) var position = 0
    private(set) var watermark = PartitionWatermark()
    private(set) var windowed = 0
    private(set) var tooLate = 0
    var horizon = Int64.min
    private var batch: TransactionBatch
    private var windows: PartialWindows

    struct Checkpoint {
        var position = 0
        var watermark = PartitionWatermark()
        var windowed = 0
        var tooLate = 0
    }

    init(partition: Int32, log: [Sale], settings: WindowSettings, from checkpoint: Checkpoint, horizon: Int64) {
        self.partition = partition
        self.log = log
        self.horizon = horizon
        position = checkpoint.position
        watermark = checkpoint.watermark
        windowed = checkpoint.windowed
        tooLate = checkpoint.tooLate
        batch = TransactionBatch(partition: partition)
        windows = PartialWindows(settings: settings)
    }

    var isAtEnd: Bool { position == log.count }
    var checkpoint: Checkpoint {
        Checkpoint(position: position, watermark: watermark, windowed: windowed, tooLate: tooLate)
    }

    /// Reads some sales; sometimes the batch is emptied before.
    func step(_ limit: Int, emptyingBatch: Bool) {
        if emptyingBatch { batch.removeAll() }
        let end = min(log.count, position + limit)
        let firstRow = batch.count
        for offset in position..<end { log[offset].append(to: &batch, offset: offset) }
        let result = windows.add(batch, rows: firstRow..<batch.count, watermark: &watermark, horizon: horizon)
        #expect(result.windowed + result.tooLate == end - position)
        windowed += result.windowed
        tooLate += result.tooLate
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
        try restart()
    }

    /// Loses everything that was not committed.
    func restart() throws {
        var reader = BinaryReader(encoded)
        state = try WindowState(from: &reader, settings: settings)
        try reader.finish()
        lanes = logs.indices.map {
            Lane(
                partition: Int32($0), log: logs[$0], settings: settings, from: checkpoints[$0], horizon: state.horizon)
        }
        let watermarks = lanes.map { ($0.partition, $0.watermark) }
        tracker = WatermarkTracker(
            settings: settings, partitions: Dictionary(uniqueKeysWithValues: watermarks), watermark: watermark)
    }

    /// Cuts the lanes, in an order that does not matter, and commits what they have.
    func commit(now: Int64, lastly: Bool = false, using generator: inout SeededGenerator) throws {
        let horizon = watermark ?? .min
        var cuts: [CutWindows] = []
        for lane in lanes.shuffled(using: &generator) {
            lane.horizon = horizon
            cuts.append(lane.cut())
        }
        for lane in lanes {
            tracker.report(
                lane.partition, watermark: lane.watermark,
                accepted: lane.position - checkpoints[Int(lane.partition)].position, isCaughtUp: lane.isAtEnd, now: now)
        }
        for cut in cuts { try state.merge(cut) }
        watermark = tracker.pipelineWatermark(now: now)
        if let watermark { append(state.close(upTo: watermark)) }
        if lastly { append(state.closeAll()) }
        state.evict(through: horizon)
        encoded = state.encoded()
        checkpoints = lanes.map(\.checkpoint)
    }

    private func append(_ changes: [WindowRow]) {
        let keys = changes.map(Oracle.Key.init)
        #expect(Set(keys).count == keys.count, "a key was written twice in one commit")
        #expect(keys == keys.sorted(), "rows are not in order")
        rows += changes
    }

    /// Runs to the logs' ends with random steps, commits and crashes.
    func run(crashes: Bool, using generator: inout SeededGenerator) throws {
        var now: Int64 = 2_000_000_000_000_000
        while lanes.contains(where: { !$0.isAtEnd }) {
            now += Int64.random(in: 0...20_000_000, using: &generator)
            switch Int.random(in: 0..<(crashes ? 20 : 18), using: &generator) {
            case 0..<4: try commit(now: now, using: &generator)
            case 18: try restart()
            default:
                let lane = lanes[Int.random(in: 0..<lanes.count, using: &generator)]
                lane.step(
                    Int.random(in: 0...20, using: &generator), emptyingBatch: Bool.random(using: &generator))
            }
        }
        try commit(now: now, lastly: true, using: &generator)
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
