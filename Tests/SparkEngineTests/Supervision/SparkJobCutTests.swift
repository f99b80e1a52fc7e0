import LakeTesting
import SparkConnect
import Streaming
import Testing

@testable import SparkEngine

/// What comes of a job that is cut off, at whatever moment: every message in one table once, every window right.
@Suite(.timeLimit(.minutes(5)))
struct SparkJobCutTests {
    /// A way to be cut off.
    struct Cut: Sendable, CustomTestStringConvertible {
        var isDone: Bool
        var error: any Error

        var testDescription: String { "\(error), \(isDone ? "done" : "not done")" }
    }

    private static let outages = [SparkError.Code.unreachable, .sessionLost, .failed].map { code in
        Cut(isDone: false, error: SparkJobOutageTests.error(code))
    }
    private static let lostAnswer = Cut(isDone: true, error: SparkJobOutageTests.error(.unreachable))
    private static let ends = [false, true].map { Cut(isDone: $0, error: ProcessEnd()) }

    /// New sales of windows that are open or closed, and of later ones.
    static func addMessages(to world: JobWorld) {
        world.topic.append([JobWorld.sale(251), .broken, JobWorld.sale(30)], to: 0)
        world.topic.append([JobWorld.sale(190), JobWorld.sale(400), JobWorld.sale(255)], to: 1)
    }

    @Test(arguments: [outages[0], lostAnswer])
    func `a settlement that lost Spark is finished by the next attempt, under its number and with its ranges`(
        cut: Cut
    ) throws {
        let world = JobWorld()
        world.spark.arm(SparkFault(call: .append("rejected"), isDone: cut.isDone, error: cut.error))
        world.time.after(10.5) { world.topic.append([.broken, JobWorld.sale(300)], to: 0) }
        try world.follow(forSeconds: 60)
        let settlements = world.spark.state.settlements
        #expect(settlements.count == (cut.isDone ? 3 : 2))
        if cut.isDone { #expect(settlements[0] == settlements[1]) }
        #expect(settlements.last?.ranges[0] == 6..<8)
        try world.expectComplete(closedAll: false)
    }

    @Test(arguments: [SparkCall.append("rejected"), .rows(.rejectedCounts), .rows(.windowCounts)])
    func `a settlement whose process has ended is finished by the next process, under its number and with its ranges`(
        call: SparkCall
    ) throws {
        let world = JobWorld()
        world.spark.arm(SparkFault(call: call, isDone: true, error: ProcessEnd()))
        let job = try world.job(untilEnd: false)
        #expect(throws: ProcessEnd.self) { try job.run() }
        let account = try world.account()
        #expect(account.settling == ["0": 6, "1": 4] && account.read == 0)
        Self.addMessages(to: world)
        try world.follow(forSeconds: 60)
        let settlements = world.spark.state.settlements
        try #require(settlements.count == 3)
        #expect(settlements[0] == settlements[1] && settlements[0].number == account.settlingNumber)
        #expect(settlements[2].number > settlements[0].number)
        #expect(settlements[2].ranges == [0: 6..<9, 1: 4..<7])
        try world.expectComplete(closedAll: false)
    }

    @Test(arguments: outages + [lostAnswer] + ends)
    func `a bounded run may be cut off at every call, and new messages come before it is made up for`(
        cut: Cut
    ) throws {
        let undisturbed = JobWorld()
        try undisturbed.runToEnd()
        let calls = undisturbed.spark.calls
        try #require(calls.count > 20)
        for index in calls.indices {
            let comment: Comment = "call \(index), \(calls[index])"
            let world = JobWorld()
            world.spark.arm(
                SparkFault(skipping: index, isDone: cut.isDone, error: cut.error) { Self.addMessages(to: world) })
            do {
                try world.runToEnd()
            } catch is ProcessEnd {
                if index.isMultiple(of: 2) { try world.follow(forSeconds: 30) }
            }
            try world.runToEnd()
            try world.expectComplete(comment)
        }
    }

    @Test(arguments: [outages[0]] + ends)
    func `a run that follows the topic may be cut off at every call`(cut: Cut) throws {
        let undisturbed = JobWorld()
        try undisturbed.follow(forSeconds: 12)
        let calls = undisturbed.spark.calls
        try #require(calls.count > 100)
        // Most looks at the queries, four calls each, are like the one before.
        for index in calls.indices where index < 4 || calls[index] != calls[index - 4] {
            let world = JobWorld()
            world.spark.arm(
                SparkFault(skipping: index, isDone: cut.isDone, error: cut.error) { Self.addMessages(to: world) })
            do {
                try world.follow(forSeconds: 12)
            } catch is ProcessEnd {
                if index.isMultiple(of: 2) { try world.follow(forSeconds: 12) }
            }
            try world.runToEnd()
            try world.expectComplete("call \(index), \(calls[index])")
        }
    }

    @Test func `windows that were closed while Spark held them open are not written by it once more`() throws {
        let world = JobWorld()
        world.spark.arm(SparkFault(call: .append("windows"), isDone: true, error: ProcessEnd()))
        let job = try world.job(untilEnd: true)
        #expect(throws: ProcessEnd.self) { try job.run() }
        let closed = world.spark.state.tables.windows
        #expect(closed.contains { $0.start == JobWorld.opening + 240_000_000 })
        let first = try world.account()
        #expect(!first.isSettled && first.generation == 2 && first.openSince != nil)
        Self.addMessages(to: world)
        try world.follow(forSeconds: 30)
        #expect(world.spark.starts.suffix(2).allSatisfy { $0.checkpoint?.contains("/_souk/spark/2/") == true })
        try world.expectComplete(closedAll: false)
        try world.runToEnd()
        try world.expectComplete()
    }

    @Test func `the power may fail at every operation after windows were closed`() throws {
        for operation in 0... {
            let world = JobWorld()
            let disk = world.fileSystem.disk
            world.spark.arm(
                SparkFault(call: .append("windows")) {
                    disk.arm(DiskFault(.crash, at: disk.operationCount + operation))
                    Self.addMessages(to: world)
                })
            do { try world.runToEnd() } catch is PowerFailure {}
            guard disk.isOff else {
                #expect(operation > 10)
                break
            }
            world.fileSystem.reboot()
            if operation.isMultiple(of: 2) { try world.follow(forSeconds: 30) }
            try world.runToEnd()
            try world.expectComplete("the power failed at \(operation)")
        }
    }

    @Test func `windows that were to be closed are made by the next run, whatever the watermark was`() throws {
        let world = JobWorld()
        world.spark.arm(SparkFault(call: .append("windows"), error: ProcessEnd()))
        let job = try world.job(untilEnd: true)
        #expect(throws: ProcessEnd.self) { try job.run() }
        #expect(try world.account().generation == 2)
        try world.runToEnd()
        try world.expectComplete()
    }
}
