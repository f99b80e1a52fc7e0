import LakeTesting
import Live
import Testing

@testable import Streaming

/// What a log on another machine does that one on this machine does not.
struct DistantLogTests {
    private let sales = MemoryLog([0: (0..<6).map { Market.sale($0, at: Market.opening) }])

    private func pipeline(_ log: CreepingLog) throws -> SteppedPipeline {
        var settings = Scenario.settings(run: "r")
        settings.untilEnd = false
        return try SteppedPipeline(
            log: log, fileSystem: SimulatedFileSystem(seed: 1), settings: settings, seed: 1)
    }

    @Test func `offsets without a message that come to light during a cut belong to the next one`() throws {
        let pipeline = try pipeline(CreepingLog(sales))
        defer { pipeline.close() }
        try pipeline.readAll()
        for _ in 0..<3 { try pipeline.commit() }
        #expect(pipeline.committer.state.accounting.commits == 3)
        #expect(pipeline.committer.state.accounting.read == 6)
    }

    @Test func `a bounded run ends behind offsets without a message that come to light while it waits`() throws {
        let pipeline = try Pipeline(
            log: MarkedLog(sales, messages: 6, markers: 2), fileSystem: SimulatedFileSystem(seed: 1),
            settings: Scenario.settings(run: "r"), clock: TestClock(), hub: Hub(), history: NoHistory()
        ) { "table" }
        #expect(try pipeline.run().accounting.read == 6)
    }

    @Test(arguments: [(6, true), (7, false)] as [(Int64, Bool)])
    func `a partition that has not sent all that it holds is not read to its end`(end: Int64, isCaughtUp: Bool) throws {
        let pipeline = try pipeline(CreepingLog(sales, knownEnd: end))
        defer { pipeline.close() }
        try pipeline.readAll()
        let cut = try pipeline.cut(0)
        defer { cut.abandon() }
        #expect(cut.piece.to == 6)
        #expect(cut.isCaughtUp == isCaughtUp)
    }
}
