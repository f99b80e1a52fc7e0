import Commerce
import Lake
import LakeTesting
import Live
import TransactionLogs

@testable import Streaming

/// A pipeline on one thread: the lanes step and the commits come in an order that a seed decides.
final class SteppedPipeline {
    private final class Lane {
        var content: PartitionLane
        var outcome: Schedule.Outcome?

        init(_ content: consuming PartitionLane) {
            self.content = content
        }
    }

    let committer: Committer
    private let clock: any WallClock
    private var lanes: [Lane] = []
    private var generator: SeededGenerator

    init(
        log: any TransactionLog, fileSystem: any FileSystem, settings: PipelineSettings,
        clock: any WallClock = TestClock(), history: any TransactionHistory = NoHistory(), seed: UInt64
    ) throws {
        self.clock = clock
        generator = SeededGenerator(seed: seed)
        var identity = 0
        committer = try Committer(
            fileSystem: fileSystem, identity: log.identity, settings: settings, clock: clock, history: history
        ) {
            identity += 1
            return "table \(identity)"
        }
        let state = committer.state
        do {
            for partition in try log.partitions() {
                let offsets = try log.offsets(of: partition)
                lanes.append(
                    Lane(
                        try PartitionLane(
                            partition: partition,
                            from: state.partitions[partition]
                                ?? PartitionStart(firstOffset: offsets.lowerBound, offset: offsets.lowerBound),
                            until: settings.untilEnd ? offsets.upperBound : nil, horizon: state.horizon, log: log,
                            fileSystem: fileSystem, settings: settings)))
            }
        } catch {
            close()
            throw error
        }
    }

    /// Takes one step with a lane.
    @discardableResult
    func step(_ index: Int) throws -> (count: Int, outcome: Schedule.Outcome) {
        let result = try lanes[index].content.step(now: clock.now())
        lanes[index].outcome = result.outcome
        return result
    }

    /// Lets all lanes read what there is.
    func readAll() throws {
        for index in lanes.indices {
            while try step(index).count > 0 {}
        }
    }

    /// Cuts all lanes and commits.
    func commit(closingAll: Bool = false) throws {
        let horizon = committer.nextHorizon
        var cuts: [LaneCut] = []
        do {
            for lane in lanes { cuts.append(try lane.content.cut(horizon: horizon, now: clock.now())) }
            try committer.commit(cuts, horizon: horizon, closingAll: closingAll)
        } catch {
            for cut in cuts { cut.abandon() }
            throw error
        }
    }

    /// Runs a bounded pipeline to its end.
    ///
    /// - Parameter commitRows: how many messages a commit takes, about.
    func run(commitRows: Int) throws {
        var unfinished = Array(lanes.indices)
        var rest = Int.random(in: 1...2 * commitRows, using: &generator)
        while let index = unfinished.randomElement(using: &generator) {
            let (count, outcome) = try step(index)
            if outcome == .finished { unfinished.removeAll { $0 == index } }
            rest -= count
            if rest <= 0 {
                try commit()
                rest = Int.random(in: 1...2 * commitRows, using: &generator)
            }
        }
        try commit(closingAll: true)
    }

    /// What the live view would be made of.
    var views: [LaneView] { lanes.map { $0.content.view } }

    /// Gives everything back, as a pipeline does at its end, however that comes.
    func close() {
        for lane in lanes { lane.content.close() }
        committer.close()
    }
}
