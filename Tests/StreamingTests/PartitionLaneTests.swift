import Commerce
import Lake
import LakeTesting
import Live
import Testing

@testable import Streaming

struct PartitionLaneTests {
    @Test func `ever new cities fill a lane only until its next cut, and are counted right`() throws {
        // Each city takes 256 bytes, so that a few thousand of them fill the dictionaries.
        let count = 20_000
        let filler = String(repeating: "x", count: 248)
        let sales = (0..<count).map { number in
            Market.sale(
                number, at: Market.opening + Int64(number) * 1_000, city: filler + String(10_000_000 + number % 17_000))
        }
        let fileSystem = SimulatedFileSystem(seed: 1)
        let pipeline = try SteppedPipeline(
            log: MemoryLog([0: sales]), fileSystem: fileSystem, settings: Scenario.settings(run: "r"), seed: 1)
        defer { pipeline.close() }
        var fullSteps = 0
        while true {
            let outcome = try pipeline.step(0).outcome
            if outcome == .full { fullSteps += 1 }
            if outcome == .full || outcome == .finished { try pipeline.commit() }
            if outcome == .finished { break }
        }
        #expect((1...2).contains(fullSteps))
        try pipeline.commit(closingAll: true)
        var snapshot = MarketSnapshot()
        pipeline.committer.state.live.fill(&snapshot)
        #expect(snapshot.transactions == count)
        #expect(snapshot.cities.map(\.transactions).reduce(0, +) == Int64(count))
        #expect(snapshot.categories.map(\.transactions) == [Int64(count)])
        #expect(try LakeContent(of: fileSystem) == LakeContent(of: [0: sales], windows: Scenario.windows))
    }

    @Test func `a step ends at the run's end, and a cut says how far it came`() throws {
        let log = MemoryLog([0: (0..<7).map { Market.sale($0, at: Market.opening) }], recordsPerRead: 4)
        let pipeline = try SteppedPipeline(
            log: log, fileSystem: SimulatedFileSystem(seed: 1), settings: Scenario.settings(run: "r"), seed: 1)
        defer { pipeline.close() }
        log.append([Market.sale(7, at: Market.opening).bytes], to: 0)
        #expect(try pipeline.step(0) == (4, .advanced))
        let first = try pipeline.cut(0)
        #expect(first.piece.from == 0 && first.piece.to == 4)
        #expect(!first.isCaughtUp)
        first.abandon()
        #expect(try pipeline.step(0) == (3, .finished))
        let second = try pipeline.cut(0)
        #expect(second.piece.from == 4 && second.piece.to == 7)
        #expect(second.isCaughtUp && second.accounting.read == 3)
        second.abandon()
        #expect(try pipeline.step(0) == (0, .finished))
        let third = try pipeline.cut(0)
        #expect(third.piece.from == 7 && third.piece.to == 7 && third.transactions == nil)
    }

    @Test func `a lane that is closed leaves no file`() throws {
        let fileSystem = SimulatedFileSystem(seed: 1)
        // More refused messages than are held in memory, so that their file is begun.
        let log = MemoryLog(messages: [0: (0..<1_100).map { Array("broken \($0)".utf8) }])
        let pipeline = try SteppedPipeline(
            log: log, fileSystem: fileSystem, settings: Scenario.settings(run: "r"), seed: 1)
        #expect(try pipeline.step(0).count == 1_100)
        #expect(try !LakeContent.leftOvers(in: fileSystem).isEmpty)
        pipeline.close()
        #expect(try LakeContent.leftOvers(in: fileSystem) == [])
        #expect(log.readersLeftOpen == 0)
    }
}
