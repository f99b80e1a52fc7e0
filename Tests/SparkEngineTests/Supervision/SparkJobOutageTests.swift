import Live
import SparkConnect
import Streaming
import Testing

@testable import SparkEngine

/// What a job does when Spark can't be reached, forgets it, or refuses what it asks for.
@Suite(.timeLimit(.minutes(5)))
struct SparkJobOutageTests {
    private let world = JobWorld()

    static func error(_ code: SparkError.Code, sqlState: String? = nil) -> SparkError {
        SparkError(code, "it broke", activity: "asking Spark", sqlState: sqlState)
    }

    @Test(arguments: [SparkError.Code.unreachable, .timedOut, .interrupted, .failed])
    func `an outage is told of once, waited for with growing pauses, and its end is told of`(
        code: SparkError.Code
    ) throws {
        world.time.after(20) { [world] in
            world.spark.arm(SparkFault(count: 3, error: Self.error(code)))
            world.topic.append([JobWorld.sale(300), .broken], to: 0)
        }
        try world.follow(forSeconds: 60)
        let message = "asking Spark: it broke It is tried again in 1 s."
        #expect(world.events == [.interrupted(message), .retrying(seconds: 2), .retrying(seconds: 4), .resumed])
        #expect(world.spark.starts.count == 2)
        try world.expectComplete(closedAll: false)
    }

    @Test func `while it waits the page says why`() throws {
        world.spark.arm(SparkFault(error: Self.error(.unreachable)))
        let phases = Phases()
        let subscription = world.hub.subscribe { phases.note($0.pipeline.phase, $0.pipeline.message) }
        try world.runToEnd()
        subscription.cancel()
        #expect(phases.all.contains { $0.phase == .waiting && $0.message?.contains("it broke") == true })
        #expect(phases.all.last?.phase == .stopped && phases.all.last?.message == nil)
    }

    @Test(arguments: ["42P01", "42000"])
    func `what Spark can't understand or find ends the job at once`(state: String) throws {
        world.spark.arm(
            SparkFault(call: .rows(.rejectedCounts), error: Self.error(.failed, sqlState: state)))
        let error = #expect(throws: SparkError.self) { try world.follow(forSeconds: 60) }
        #expect(error?.sqlState == state && world.events.isEmpty)
        try world.runToEnd()
        try world.expectComplete()
    }

    @Test(arguments: [SparkError.Code.unauthorized, .protocolViolation])
    func `an error that does not pass ends the job at once`(code: SparkError.Code) throws {
        world.spark.arm(SparkFault(call: .start(JobWorld.windows), error: Self.error(code)))
        let error = #expect(throws: SparkError.self) { try world.runToEnd() }
        #expect(error?.code == code && world.events.isEmpty)
    }

    @Test func `work that always fails is given up, and outages are not`() throws {
        world.spark.arm(
            SparkFault(call: .rows(.rejectedCounts), count: 8, error: Self.error(.failed, sqlState: "58030")))
        let error = #expect(throws: SparkError.self) { try world.runToEnd() }
        #expect(error?.code == .failed && world.events.count == 7)
        world.spark.arm(SparkFault(call: .rows(.rejectedCounts), count: 20, error: Self.error(.unreachable)))
        try world.runToEnd()
        try world.expectComplete()
    }

    @Test func `an earlier start of a query that is still under way is waited for`() throws {
        let error = SparkError(
            .failed, "Another instance of this query was just started by a concurrent session.",
            activity: "starting the query", errorClass: "CONCURRENT_QUERY", sqlState: "0A000")
        world.spark.arm(SparkFault(call: .start(JobWorld.transactions), count: 12, error: error))
        try world.runToEnd()
        try world.expectComplete()
    }

    @Test func `a session that the server has forgotten is followed by a new one, at the same checkpoints`() throws {
        let job = try world.job(untilEnd: false)
        world.time.after(20) { [world] in
            world.spark.forgetSessions()
            world.topic.append([JobWorld.sale(300), .broken], to: 0)
        }
        world.time.after(60) { job.drain() }
        _ = try job.run()
        let starts = world.spark.starts
        let sessions = Set(starts.map(\.session))
        #expect(starts.count == 4 && sessions.count == 2 && Set(starts.map(\.checkpoint)).count == 2)
        #expect(starts[0].session == starts[1].session && starts[2].session == starts[3].session)
        #expect(try world.account().session == starts[3].session)
        #expect(world.events.count == 2 && world.events.last == .resumed)
        try world.expectComplete(closedAll: false)
    }

    @Test func `when the end is asked for during an outage, it is tried for two minutes`() throws {
        let job = try world.job(untilEnd: false)
        world.time.after(20) { [world] in
            world.spark.arm(SparkFault(count: .max, error: Self.error(.unreachable)))
        }
        world.time.after(30) { job.drain() }
        let error = #expect(throws: SparkJobError.self) { try job.run() }
        #expect(error?.code == .notHandedOver && error?.description.contains("--until-end") == true)
        #expect(world.time.seconds > 150 && world.time.seconds < 190)
        guard case .abandoned? = world.events.last else {
            Issue.record("\(world.events)")
            return
        }
        world.spark.disarm()
        try world.runToEnd()
        try world.expectComplete()
    }
}
