import Commerce
import Glibc
import Lake
import LakeTesting
import Live
import TransactionLogs
import Windowing

@testable import Streaming

/// A pipeline on one thread: the lanes step and the commits come in an order that a seed decides.
final class SteppedPipeline {
    let committer: Committer
    private let clock: any WallClock
    private var lanes: [Lane]
    private let reconciler: Reconciler
    private var generator: SeededGenerator

    init(
        log: any TransactionLog, fileSystem: any FileSystem, settings: PipelineSettings,
        clock: any WallClock = TestClock(), history: (any TransactionHistory)? = nil, seed: UInt64
    ) throws {
        let history = history ?? TableHistory(fileSystem: fileSystem)
        self.clock = clock
        reconciler = Reconciler(
            fileSystem: fileSystem, history: history, runIdentity: settings.runIdentity, currency: .moroccanDirham)
        generator = SeededGenerator(seed: seed)
        var identity = 0
        committer = try Committer(
            fileSystem: fileSystem, identity: log.identity, settings: settings, clock: clock, history: history
        ) {
            identity += 1
            return "table \(identity)"
        }
        do {
            let opening = LaneOpening(log: log, fileSystem: fileSystem, settings: settings, committer: committer)
            let partitions = try opening.partitions()
            let ends = try partitions.map { ($0, try log.offsets(of: $0).upperBound) }
            var bounds = RunBounds()
            if settings.untilEnd { bounds.ends = Dictionary(uniqueKeysWithValues: ends) }
            lanes = try opening.open(partitions, &bounds)
        } catch {
            committer.close()
            throw error
        }
    }

    /// Takes one step with a lane.
    @discardableResult
    func step(_ index: Int) throws -> (count: Int, outcome: Schedule.Outcome) {
        try lanes[index].content.withLock { try $0.step(now: clock.now()) }
    }

    /// Lets all lanes read what there is.
    func readAll() throws {
        for index in lanes.indices {
            while try step(index).count > 0 {}
        }
    }

    /// Cuts one lane.
    func cut(_ index: Int, forgottenEnd: Int64 = .min) throws -> LaneCut {
        try lanes[index].content.withLock { try $0.cut(forgottenEnd: forgottenEnd, now: clock.now()) }
    }

    /// Cuts all lanes and commits.
    func commit(closingAll: Bool = false) throws {
        let reconciled = try reconciler.take()
        let forgottenEnd = committer.state.windows.forgottenEnd
        var cuts: [LaneCut] = []
        do {
            for index in lanes.indices { cuts.append(try cut(index, forgottenEnd: forgottenEnd)) }
            try committer.commit(cuts, reconciled: reconciled, closingAll: closingAll)
        } catch {
            for cut in cuts { cut.abandon() }
            reconciled?.abandon()
            throw error
        }
    }

    /// Recomputes the windows that are stale; the next commit makes them right.
    func reconcile() throws {
        let windows = committer.beginReconciliation()
        guard !windows.isEmpty, reconciler.isIdle else { return }
        reconciler.begin(windows)
        while !reconciler.hasFinished { sched_yield() }
    }

    /// Runs a bounded pipeline to its end, or until it has made some commits.
    ///
    /// - Parameters:
    ///   - commitRows: how many messages a commit takes, about.
    ///   - commits: how many commits to make at the most.
    func run(commitRows: Int, commits: Int = .max) throws {
        var unfinished = Array(lanes.indices)
        var rest = Int.random(in: 1...2 * commitRows, using: &generator)
        var made = 0
        while made < commits, let index = unfinished.randomElement(using: &generator) {
            let (count, outcome) = try step(index)
            if outcome == .finished { unfinished.removeAll { $0 == index } }
            rest -= count
            if rest <= 0 {
                try commit()
                // What becomes stale between this and the next commit must not be taken for recomputed.
                if Int.random(in: 0..<3, using: &generator) == 0 { try reconcile() }
                made += 1
                rest = Int.random(in: 1...2 * commitRows, using: &generator)
            }
        }
        guard unfinished.isEmpty else { return }
        try commit(closingAll: true)
        while !committer.state.stale.isEmpty {
            try reconcile()
            try commit(closingAll: true)
        }
    }

    /// What the live view would be made of.
    var views: [LaneView] { lanes.map { lane in lane.content.withLock { $0.view } } }

    /// Gives everything back, as a pipeline does at its end, however that comes.
    func close() {
        for lane in lanes {
            lane.content.withLock { $0.close() }
        }
        lanes = []
        reconciler.stop()
        committer.close()
    }
}
