import Streaming
import Testing
import TransactionLogs

@testable import SparkEngine

/// What a job does when the topic was deleted and created again.
@Suite(.timeLimit(.minutes(5)))
struct SparkJobReplacedTopicTests {
    private let world = JobWorld()

    @Test func `a topic that is created again while the queries run ends the job and the queries`() throws {
        let job = try world.job(untilEnd: false)
        world.time.after(20) { [world] in
            world.topic.replace()
            world.topic.append([JobWorld.sale(300)], to: 0)
        }
        let error = #expect(throws: TransactionLogError.self) { try job.run() }
        #expect(error?.code == .replaced)
        #expect(world.spark.state.runs.count == 2 && !world.spark.state.runs.contains { $0.isActive })
        // What came from the other topic is not accounted for.
        let count = JobWorld.messages.values.reduce(0) { $0 + $1.count }
        #expect(try world.account().read <= count)
    }

    @Test func `messages that were replaced after Spark had read them end the job and the queries at the next account`()
        throws
    {
        let job = try world.job(untilEnd: false)
        world.time.after(20) { [world] in
            world.topic.electUncleanly()
            world.topic.append([JobWorld.sale(300)], to: 0)
        }
        let error = #expect(throws: PipelineError.self) { try job.run() }
        #expect(error?.code == .lakeDoesNotMatch)
        #expect(error?.description.contains("does not hold what was read") == true, "\(error as Any)")
        #expect(!world.spark.state.runs.contains { $0.isActive })
        let again = #expect(throws: PipelineError.self) { try world.runToEnd() }
        #expect(again?.code == .lakeDoesNotMatch)
    }

    @Test func `a topic that was created again before the job begins ends it before a query starts`() throws {
        world.topic.replace()
        let error = #expect(throws: TransactionLogError.self) { try world.runToEnd() }
        #expect(error?.code == .replaced && world.spark.state.runs.isEmpty)
    }
}
