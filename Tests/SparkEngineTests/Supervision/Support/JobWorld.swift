import Lake
import LakeTesting
import Live
import SparkConnect
import Streaming
import Synchronization
import Testing
import Windowing

@testable import SparkEngine

/// A topic, a lake and a Spark server, and the processes that look after the job there, one after the other.
final class JobWorld: Sendable {
    /// When the first sales are made, in microseconds since the epoch; a window begins there.
    static let opening: Int64 = 1_767_225_600_000_000
    static let transactions = "souk transactions"
    static let windows = "souk windows"

    let topic: SimulatedTopic
    let fileSystem = SimulatedFileSystem(seed: 1)
    let time = SimulatedTime()
    let spark: SimulatedSpark
    let hub = Hub()
    private let settings: SparkJobSettings
    private let told = Mutex<[PipelineEvent]>([])
    private let identities = Mutex(0)

    /// A world with some messages in its topic.
    ///
    /// - Parameter localRows: how many new transactions a job reads itself; nil for as many as it does by default.
    init(_ messages: [Int32: [SimulatedTopic.Message]] = JobWorld.messages, localRows: Int64? = nil) {
        topic = SimulatedTopic(messages)
        var pipeline = PipelineSettings(windows: .standard, runIdentity: "test")
        pipeline.retry.random = { 0 }
        var settings = SparkJobSettings(
            pipeline: pipeline, topic: "sales", kafkaOptions: ["kafka.bootstrap.servers": "kafka:9092"],
            lakePath: "file:///lake")
        if let localRows { settings.localRows = localRows }
        self.settings = settings
        spark = SimulatedSpark(SparkState(settings, topic: topic, fileSystem: fileSystem), time: time)
    }

    /// Sales in some windows and messages that are none, in two partitions.
    static let messages: [Int32: [SimulatedTopic.Message]] = [
        0: [sale(1), sale(70), .broken, sale(130), sale(250), sale(20)], 1: [sale(5), sale(66), sale(140), .broken],
    ]

    /// A sale so many seconds after the opening.
    static func sale(_ second: Int64) -> SimulatedTopic.Message { .sale(at: opening + second * 1_000_000) }

    /// What the job told of itself.
    var events: [PipelineEvent] { told.withLock { $0 } }

    /// A process that takes possession of the lake.
    ///
    /// - Parameter fileSystem: how the process reaches the lake; nil if it always does.
    func job(untilEnd: Bool, reaching fileSystem: (any FileSystem)? = nil) throws -> SparkJob {
        var settings = settings
        settings.pipeline.untilEnd = untilEnd
        let sql = JobSQL(settings)
        return try SparkJob(
            log: topic, fileSystem: fileSystem ?? self.fileSystem, settings: settings, engine: "sc://spark:15002",
            host: "spark",
            clock: time, hub: hub, console: nil, pause: { [time] in time.pause($0) },
            onEvent: { [weak self] event in self?.told.withLock { $0.append(event) } },
            makeIdentity: { [weak self] in self?.makeIdentity() ?? "" },
            connect: { [spark] in SimulatedSparkSession(id: $0, server: spark, sql: sql) })
    }

    private func makeIdentity() -> String {
        identities.withLock { identities in
            identities += 1
            return "identity \(identities)"
        }
    }

    /// A process that works to the topic's end.
    @discardableResult
    func runToEnd() throws -> RunSummary { try job(untilEnd: true).run() }

    /// A process that follows the topic until it is asked to end.
    @discardableResult
    func follow(forSeconds seconds: Double) throws -> RunSummary {
        let job = try job(untilEnd: false)
        time.after(seconds) { job.drain() }
        return try job.run()
    }

    /// A process that follows the topic until it is ended, after so many seconds.
    func followUntilEnded(afterSeconds seconds: Double) throws {
        let job = try job(untilEnd: false)
        time.after(seconds) { [spark] in spark.arm(SparkFault(error: ProcessEnd())) }
        #expect(throws: ProcessEnd.self) { try job.run() }
    }

    /// The account as it is durable.
    func account() throws -> EngineProgress {
        try #require(try EngineProgressStore(fileSystem: fileSystem).last())
    }

    /// Expects that every message is in one of the tables once, that the lake is handed over, and that the revisions of the
    /// windows are dense and the last ones right.
    ///
    /// - Parameter closedAll: whether all windows are closed.
    func expectComplete(
        closedAll: Bool = true, _ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let tables = spark.state.tables
        let accepted = tables.transactions.map { SparkTables.Refusal(partition: $0.partition, offset: $0.offset) }
        for (partition, messages) in topic.all {
            for isSale in [true, false] {
                let expected = messages.indices.filter { (messages[$0] == .broken) != isSale }.map(Int64.init)
                let found = (isSale ? accepted : tables.rejected).filter { $0.partition == partition }.map(\.offset)
                #expect(found.sorted() == expected, comment, sourceLocation: sourceLocation)
            }
        }
        let account = try account()
        #expect(account.isSettled, comment, sourceLocation: sourceLocation)
        #expect(
            account.read == topic.all.values.map { Int64($0.count) }.reduce(0, +), comment,
            sourceLocation: sourceLocation)
        #expect(account.accepted == accepted.count, comment, sourceLocation: sourceLocation)
        #expect(account.rejected.values.reduce(0, +) == tables.rejected.count, comment, sourceLocation: sourceLocation)
        expectWindows(tables, closedAll: closedAll, comment, sourceLocation)
    }

    private func expectWindows(
        _ tables: SparkTables, closedAll: Bool, _ comment: Comment?, _ sourceLocation: SourceLocation
    ) {
        let expected = tables.counts(of: tables.transactions)
        let written = Dictionary(grouping: tables.windows, by: \.start)
        if closedAll {
            #expect(Set(written.keys) == Set(expected.keys), comment, sourceLocation: sourceLocation)
        }
        for (start, rows) in written {
            let revisions = rows.map(\.revision).sorted()
            #expect(revisions == Array(0..<Int64(rows.count)), comment, sourceLocation: sourceLocation)
            let last = rows.max { $0.revision < $1.revision }?.transactions
            #expect(last == expected[start], comment, sourceLocation: sourceLocation)
        }
    }
}
