import Live
import SparkConnect
import Streaming
import Synchronization
import Testing

@testable import SparkEngine

/// How a job looks after its two streaming queries.
@Suite(.timeLimit(.minutes(5)))
struct SparkJobQueryTests {
    private let world = JobWorld()

    private func starts(of name: String) -> [SimulatedSpark.Start] { world.spark.starts.filter { $0.name == name } }

    @Test func `a bounded run takes in the topic, closes all windows and hands the lake over`() throws {
        let summary = try world.runToEnd()
        #expect(summary.accounting.read == 10 && summary.accounting.accepted == 8 && summary.accounting.rejected == 2)
        #expect(summary.accounting.windowsClosed == 4 && summary.accounting.commits == 1)
        try world.expectComplete()
        #expect(world.events.isEmpty && world.hub.latest.pipeline.phase == .stopped)
        #expect(world.spark.starts.map(\.name) == [JobWorld.transactions, JobWorld.windows])
        #expect(world.spark.starts.allSatisfy(\.isBounded) && world.spark.calls.last == .release)
        // The next run finds nothing to do.
        #expect(try world.runToEnd().accounting.read == 0)
        try world.expectComplete()
    }

    @Test func `rows that are too many to be read here are summed up by the cluster, with the same result`() throws {
        try world.runToEnd()
        #expect(!world.spark.calls.contains(.rows(.figures)))
        let distant = JobWorld(localRows: 7)
        try distant.runToEnd()
        try distant.expectComplete()
        #expect(distant.spark.calls.contains(.rows(.figures)))
        #expect(distant.hub.latest.transactions == 8 && distant.hub.latest.revenue == world.hub.latest.revenue)
        #expect(distant.hub.latest.series == world.hub.latest.series)
        #expect(distant.hub.latest.pipeline.windowed == world.hub.latest.pipeline.windowed)
    }

    @Test func `a batch is shown as soon as Delta Lake has it, though Spark tells of it later`() throws {
        world.spark.plan { $0.isSilent = true }
        let shown = Mutex<Int64>(0)
        let watch = world.hub.subscribe { snapshot in shown.withLock { $0 = max($0, snapshot.transactions) } }
        defer { watch.cancel() }
        try world.followUntilEnded(afterSeconds: 5)
        #expect(shown.withLock(\.self) == 8)
    }

    @Test func `a bounded query that does not end is shown all the same`() throws {
        world.spark.plan { $0.lingering = 30 }
        let shown = Mutex<[Int64: Int]>([:])
        let watch = world.hub.subscribe { [world] snapshot in
            let starts = world.spark.starts.count
            shown.withLock { $0[snapshot.transactions] = min($0[snapshot.transactions] ?? .max, starts) }
        }
        try world.runToEnd()
        watch.cancel()
        #expect(shown.withLock { $0[8] } == 1, "before the query of windows is started")
        try world.expectComplete()
    }

    @Test func `a run that is asked to end leaves the open windows to the next one`() throws {
        try world.follow(forSeconds: 60)
        try world.expectComplete(closedAll: false)
        let closed = Set(world.spark.state.tables.windows.map(\.start))
        #expect(closed == Set([0, 1, 2].map { JobWorld.opening + $0 * 60_000_000 }))
        try world.follow(forSeconds: 60)
        #expect(Set(world.spark.starts.map(\.checkpoint)).count == 2 && world.spark.starts.count == 4)
        try world.runToEnd()
        try world.expectComplete()
    }

    @Test(arguments: [JobWorld.transactions, JobWorld.windows])
    func `a query that fails is started again after a growing pause, five times at most`(name: String) throws {
        world.spark.plan { $0.plannedFailures[name] = Array(repeating: 0, count: 5) }
        let error = #expect(throws: SparkJobError.self) { try world.follow(forSeconds: 600) }
        #expect(error?.code == .queryFailed)
        #expect(error?.description.contains("`\(name)` on sc://spark:15002 failed 5 times") == true)
        #expect(error?.description.contains("the task was lost") == true)
        let seconds = starts(of: name).map(\.second)
        try #require(seconds.count == 5)
        for (pause, least) in zip(zip(seconds.dropFirst(), seconds).map { $0 - $1 }, [1.0, 2.0, 4.0, 8.0]) {
            #expect(pause >= least && pause < least + 2)
        }
        #expect(world.events.count == 4)
        #expect(world.events.allSatisfy { if case .interrupted = $0 { true } else { false } })
        #expect(try !world.account().isSettled)
        try world.runToEnd()
        try world.expectComplete()
    }

    @Test func `a finished batch makes the failures count anew`() throws {
        world.spark.plan { $0.plannedFailures[JobWorld.transactions] = [0, 0, 0, 0, 1, 0, 0, 0] }
        try world.follow(forSeconds: 120)
        #expect(starts(of: JobWorld.transactions).count == 9)
        try world.expectComplete(closedAll: false)
    }

    @Test func `a query that somebody else has stopped is started again`() throws {
        world.time.after(5) { [world] in
            world.spark.plan { for index in $0.runs.indices { $0.runs[index].isActive = false } }
        }
        try world.follow(forSeconds: 30)
        #expect(starts(of: JobWorld.transactions).count == 2 && starts(of: JobWorld.windows).count == 2)
        #expect(Set(world.spark.starts.map(\.checkpoint)).count == 2)
        try world.expectComplete(closedAll: false)
    }

    @Test func `a batch that was cut off between its rows and its end is not written again`() throws {
        world.spark.plan { $0.cutsNextBatch = true }
        try world.follow(forSeconds: 30)
        #expect(starts(of: JobWorld.transactions).count == 2)
        try world.expectComplete(closedAll: false)
        // A process that ends the query there counts that batch.
        world.topic.append([JobWorld.sale(300), .broken], to: 0)
        world.spark.plan { $0.cutsNextBatch = true }
        try world.follow(forSeconds: 0.6)
        #expect(starts(of: JobWorld.transactions).count == 3)
        try world.expectComplete(closedAll: false)
        try world.runToEnd()
        try world.expectComplete()
    }

    @Test func `a new process takes over the queries that run in the session`() throws {
        try world.followUntilEnded(afterSeconds: 5)
        let session = try world.account().session
        world.topic.append([JobWorld.sale(310), .broken], to: 1)
        try world.follow(forSeconds: 30)
        #expect(world.spark.starts.map(\.name) == [JobWorld.transactions, JobWorld.windows])
        #expect(world.spark.starts.allSatisfy { $0.session == session })
        try world.expectComplete(closedAll: false)
    }

    @Test func `a bounded run ends queries that follow the topic, and starts its own at their checkpoints`() throws {
        try world.followUntilEnded(afterSeconds: 5)
        world.topic.append([JobWorld.sale(310), .broken], to: 1)
        try world.runToEnd()
        for name in [JobWorld.transactions, JobWorld.windows] {
            #expect(starts(of: name).map(\.isBounded) == [false, true])
            #expect(Set(starts(of: name).map(\.checkpoint)).count == 1)
            #expect(world.spark.calls.contains(.stop(name)))
        }
        try world.expectComplete()
    }
}
