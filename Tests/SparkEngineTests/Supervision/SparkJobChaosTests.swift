import Lake
import LakeTesting
import SparkConnect
import Streaming
import Testing

@testable import SparkEngine

/// Spark and the lake fail together, in one process after another.
@Suite(.timeLimit(.minutes(5)))
struct SparkJobChaosTests {
    @Test(arguments: [false, true])
    func `the lake may be lost at every operation of a bounded run`(losesAnswersOnly: Bool) throws {
        for operation in 0... {
            let world = JobWorld()
            let lake = UnreliableFileSystem(world.fileSystem)
            let job = try world.job(untilEnd: true, reaching: lake)
            lake.set(
                UnreliableFileSystem.Outage(
                    at: lake.operationCount + operation, losesAnswersOnly: losesAnswersOnly))
            _ = try job.run()
            try world.expectComplete("the lake was lost at \(operation)")
            guard lake.failureCount > 0 else {
                #expect(operation > 40)
                break
            }
        }
    }

    @Test func `when the lake is lost with the session, the job waits for both`() throws {
        let world = JobWorld()
        let lake = UnreliableFileSystem(world.fileSystem)
        let job = try world.job(untilEnd: true, reaching: lake)
        world.spark.arm(
            SparkFault(call: .start(JobWorld.windows), error: SparkJobOutageTests.error(.sessionLost)) {
                lake.set(UnreliableFileSystem.Outage(at: lake.operationCount, count: 3))
            })
        _ = try job.run()
        #expect(lake.failureCount == 3 && Set(world.spark.starts.map(\.session)).count == 2)
        try world.expectComplete()
    }

    @Test func `what an earlier attempt made durable without an answer is made good before a query is started`() throws
    {
        let undisturbed = JobWorld()
        let reached = UnreliableFileSystem(undisturbed.fileSystem)
        _ = try undisturbed.job(untilEnd: true, reaching: reached).run()
        for operation in 0..<reached.operationCount {
            let world = JobWorld()
            let lake = UnreliableFileSystem(
                world.fileSystem, UnreliableFileSystem.Outage(at: operation, losesAnswersOnly: true))
            guard let job = try? world.job(untilEnd: true, reaching: lake) else { continue }
            // The process ends as soon as the second attempt has started a query.
            world.spark.arm(
                SparkFault(
                    call: .start(JobWorld.transactions), skipping: 1, isDone: true, error: ProcessEnd()))
            do { _ = try job.run() } catch is ProcessEnd {
                let account = try world.account()
                let name = "/_souk/spark/\(account.generation)/"
                #expect(!account.isSettled && world.spark.starts.last?.checkpoint?.contains(name) == true)
            }
        }
    }

    @Test func `a handover whose answer was lost counts, also when the process goes on and is ended then`() throws {
        let undisturbed = JobWorld()
        let reached = UnreliableFileSystem(undisturbed.fileSystem)
        _ = try undisturbed.job(untilEnd: true, reaching: reached).run()
        for operation in 0..<reached.operationCount {
            let world = JobWorld()
            let lake = UnreliableFileSystem(
                world.fileSystem, UnreliableFileSystem.Outage(at: operation, losesAnswersOnly: true))
            guard let job = try? world.job(untilEnd: true, reaching: lake) else { continue }
            world.spark.arm(
                SparkFault(call: .start(JobWorld.transactions), skipping: 1) {
                    SparkJobCutTests.addMessages(to: world)
                })
            world.spark.arm(
                SparkFault(call: .append("windows"), skipping: 1, isDone: true, error: ProcessEnd()))
            do { _ = try job.run() } catch is ProcessEnd {}
            world.spark.disarm()
            try world.runToEnd()
            try world.expectComplete("the answer to \(operation) was lost")
        }
    }

    @Test(arguments: 0..<12)
    func `everything may fail at any time, in one process after another`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let world = JobWorld()
        let lake = UnreliableFileSystem(world.fileSystem)
        for _ in 0..<4 {
            let job = try Self.open(world, lake, untilEnd: Bool.random(using: &generator))
            Self.arm(world, lake, using: &generator)
            world.time.after(12) { job.drain() }
            do { _ = try job.run() } catch is ProcessEnd {}
            world.spark.disarm()
            lake.set(nil)
            world.topic.append(Self.messages(using: &generator), to: Int32.random(in: 0...1, using: &generator))
        }
        _ = try Self.open(world, lake, untilEnd: true).run()
        try world.expectComplete("seed \(seed)")
    }

    /// Opens a job; an earlier process may have to be forgotten by the lake's server first.
    private static func open(_ world: JobWorld, _ lake: UnreliableFileSystem, untilEnd: Bool) throws -> SparkJob {
        for _ in 0..<4 {
            do {
                return try world.job(untilEnd: untilEnd, reaching: lake)
            } catch let error as PipelineError where error.code == .lakeOwnedByAnother {}
        }
        return try world.job(untilEnd: untilEnd, reaching: lake)
    }

    private static func arm(_ world: JobWorld, _ lake: UnreliableFileSystem, using generator: inout SeededGenerator) {
        let errors: [any Error] = [
            SparkJobOutageTests.error(.unreachable), SparkJobOutageTests.error(.failed),
            SparkJobOutageTests.error(.sessionLost), ProcessEnd(), ProcessEnd(),
        ]
        for _ in 0..<3 {
            let messages = messages(using: &generator)
            let partition = Int32.random(in: 0...2, using: &generator)
            world.spark.arm(
                SparkFault(
                    skipping: Int.random(in: 0..<40, using: &generator), isDone: Bool.random(using: &generator),
                    error: errors.randomElement(using: &generator)
                ) { world.topic.append(messages, to: partition) })
        }
        lake.set(
            UnreliableFileSystem.Outage(
                at: lake.operationCount + Int.random(in: 0..<200, using: &generator),
                count: Int.random(in: 1...3, using: &generator), losesAnswersOnly: Bool.random(using: &generator)))
    }

    private static func messages(using generator: inout SeededGenerator) -> [SimulatedTopic.Message] {
        (0..<Int.random(in: 1...4, using: &generator)).map { _ in
            Bool.random(using: &generator) ? JobWorld.sale(Int64.random(in: 0..<900, using: &generator)) : .broken
        }
    }
}
