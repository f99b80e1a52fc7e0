import Streaming
import Testing

@testable import SparkEngine

struct TallyTests {
    private func progress() -> EngineProgress {
        EngineProgress(
            engine: "sc://somewhere", session: "s", generation: 1, firstVersion: 0, sequence: 0,
            partitions: [
                "0": EngineProgress.Partition(firstOffset: 10, offset: 100, largestEventTime: 7),
                "1": EngineProgress.Partition(firstOffset: 0, offset: 0),
            ])
    }

    @Test func `counting goes on where the account ends`() {
        let tally = Tally(progress(), isLiveLost: false)
        #expect(!tally.hasNews && tally.count == 0 && !tally.isBehind([0: 100, 1: 0]))
        #expect(tally.largestEventTime == 7 && !tally.isLiveLost)
        #expect(tally.ranges(to: [0: 150, 1: 0, 2: 4]) == [0: 100..<150, 2: 0..<4])
        #expect(tally.isBehind([0: 101]))
    }

    @Test func `what was counted is news until it is accounted for`() {
        var tally = Tally(progress(), isLiveLost: true)
        tally.add([0: 150, 1: 20], accepted: 60, largestEventTimes: [0: 5, 1: 9])
        tally.add([1: 25, 2: 5], accepted: 8, largestEventTimes: [2: 1])
        #expect(tally.hasNews && tally.count == 50 + 25 + 5)
        #expect(tally.accepted == 68)
        #expect(tally.largestEventTimes == [0: 7, 1: 9, 2: 1] && tally.largestEventTime == 9)
        tally.settle(tally.counted)
        #expect(!tally.hasNews && tally.count == 0 && tally.accepted == 0)
        #expect(tally.settled == [0: 150, 1: 25, 2: 5] && tally.offsets == tally.settled)
        tally.foundLive()
        #expect(!tally.isLiveLost)
    }

    @Test func `what is counted while an account is made belongs to the next one`() {
        var tally = Tally(progress(), isLiveLost: false)
        tally.add([0: 150], accepted: 45, largestEventTimes: [0: 8])
        let counted = tally.counted
        tally.add([0: 160, 3: 7], accepted: 16, largestEventTimes: [0: 9, 3: 4])
        tally.settle(counted)
        #expect(tally.hasNews && tally.count == 10 + 7 && tally.accepted == 16)
        #expect(tally.settled == [0: 150, 1: 0, 3: 0] && tally.offsets == [0: 160, 1: 0, 3: 7])
    }

    @Test func `an end that was counted already takes nothing back`() {
        var tally = Tally(progress(), isLiveLost: false)
        tally.add([0: 150], accepted: 50, largestEventTimes: [:])
        tally.add([0: 120], accepted: 0, largestEventTimes: [:])
        #expect(tally.offsets[0] == 150 && tally.count == 50)
        #expect(tally.ranges(to: [0: 120]).isEmpty)
    }
}
