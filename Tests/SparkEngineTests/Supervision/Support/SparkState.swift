import Commerce
import Foundation
import Lake
import SparkConnect
import Streaming
import Windowing

@testable import SparkEngine

/// What a simulated server holds and does.
struct SparkState: Sendable {
    /// A settlement that the server was asked for.
    struct Settlement: Sendable, Hashable {
        var number: Int64
        var ranges: [Int32: Range<Int64>]
    }

    let settings: SparkJobSettings
    let sql: JobSQL
    let topic: SimulatedTopic
    let fileSystem: any FileSystem
    var tables: SparkTables
    var runs: [SparkRun] = []
    var checkpoints: [String: SparkCheckpointState] = [:]
    var settlements: [Settlement] = []
    /// How many batches each coming run of a query finishes before it fails, by the query's name.
    var plannedFailures: [String: [Int]] = [:]
    /// Whether the next batch of `transactions` is cut off after its rows were committed.
    var cutsNextBatch = false
    /// How many times a bounded query is said to run that has nothing left to do.
    var lingering = 0
    /// Whether the server does not tell of batches that were finished.
    var isSilent = false
    private var views: [[String]: SparkSource] = [:]
    private var queryCount = 0
    /// The statement of the query that fills `transactions`, which is long.
    private let acceptance: String

    init(_ settings: SparkJobSettings, topic: SimulatedTopic, fileSystem: any FileSystem) {
        self.settings = settings
        self.topic = topic
        self.fileSystem = fileSystem
        sql = JobSQL(settings)
        acceptance = sql.transactions(from: SparkQueries.messages)
        tables = SparkTables(settings: settings.pipeline.windows)
    }

    /// What is called souk's `transactions` and `windows`.
    private func queries(_ generation: Int64 = 0) -> SparkQueries {
        SparkQueries(settings: settings, sql: sql, generation: generation)
    }

    mutating func createView(_ name: String, _ source: SparkSource, _ session: String) {
        views[[session, name]] = source
    }

    private func view(_ name: String, _ session: String) throws -> SparkSource {
        guard let view = views[[session, name]] else { throw UnexpectedRequest("there is no view \(name)") }
        return view
    }

    mutating func start(_ stream: SparkStream, _ session: String) throws -> StreamingQuery {
        guard !runs.contains(where: { $0.isActive && $0.session == session && $0.query.name == stream.name }) else {
            throw UnexpectedRequest("the query \(stream.name) runs already")
        }
        guard let location = stream.options["checkpointLocation"] else {
            throw UnexpectedRequest("the query \(stream.name) has no checkpoint")
        }
        let (source, boundary) = try source(of: stream, session)
        for index in runs.indices where runs[index].stream.options["checkpointLocation"] == location {
            runs[index].isActive = false
        }
        if checkpoints[location] == nil {
            queryCount += 1
            checkpoints[location] = try begin(SparkCheckpointState(id: "query \(queryCount)"), source)
            try write("{\"id\":\"query \(queryCount)\"}", to: "metadata", of: location)
        }
        let query = StreamingQuery(
            id: checkpoints[location]?.id ?? "", runID: "run \(runs.count)", name: stream.name)
        var run = SparkRun(query: query, session: session, stream: stream, source: source, boundary: boundary)
        if let planned = plannedFailures[stream.name], !planned.isEmpty {
            run.batchesBeforeFailure = planned[0]
            plannedFailures[stream.name] = Array(planned.dropFirst())
        }
        runs.append(run)
        return query
    }

    /// What a query reads, and the first start of a window that it makes rows for.
    private func source(of stream: SparkStream, _ session: String) throws -> (SparkSource, Int64?) {
        if stream.sql == acceptance { return (try view(SparkQueries.messages, session), nil) }
        let found = stream.sql.firstMatch(of: /timestamp >= timestamp_micros\((-?\d+)L\)/)
        let boundary = found.flatMap { Int64($0.1) }
        guard stream.sql == sql.windows(from: SparkQueries.stream, startingAt: boundary) else {
            throw UnexpectedRequest(stream.sql)
        }
        return (try view(SparkQueries.stream, session), boundary)
    }

    private func begin(_ checkpoint: SparkCheckpointState, _ source: SparkSource) throws -> SparkCheckpointState {
        var checkpoint = checkpoint
        if let version = source.options["startingVersion"].flatMap({ Int64($0) }) { checkpoint.version = version }
        checkpoint.offsets = try Self.offsets(source, "startingOffsets").mapValues { max(0, $0) }
        return checkpoint
    }

    /// The offsets that an option of a source gives, by partition.
    private static func offsets(_ source: SparkSource, _ option: String) throws -> [Int32: Int64] {
        guard let text = source.options[option] else { return [:] }
        return try JSONDecoder().decode(TopicOffsets.self, from: Data(text.utf8)).partitions
    }

    /// The place of a run among all.
    func index(of query: StreamingQuery) throws -> Int {
        guard let index = runs.firstIndex(where: { $0.query == query }) else {
            throw UnexpectedRequest("there is no run \(query)")
        }
        return index
    }

    /// Appends rejected messages or corrections.
    mutating func append(_ text: String, to path: String, options: [String: String], _ session: String) throws {
        guard let application = options["txnAppId"], let number = options["txnVersion"].flatMap({ Int64($0) }) else {
            throw UnexpectedRequest("an append without its number: \(options)")
        }
        if path == queries().path(JobSQL.rejected) {
            let ranges = try settledRanges(text, session)
            settlements.append(Settlement(number: number, ranges: ranges))
            try reject(ranges, ApplicationTransaction(appId: application, version: number))
        } else {
            let isNew = tables.isNew(number, of: application, in: path)
            guard path == queries().path(JobSQL.windows), let starts = SparkQuestion.windowStarts(in: text),
                sql.corrections(of: starts) == text
            else { throw UnexpectedRequest("\(path) \(text)") }
            if isNew { tables.correct(starts) }
        }
    }

    /// The ranges of a settlement, which its view and its statement must have in common.
    private func settledRanges(_ text: String, _ session: String) throws -> [Int32: Range<Int64>] {
        for (name, source) in views where name[0] == session && name[1].hasPrefix(JobSQL.settledMessages) {
            let starts = try Self.offsets(source, "startingOffsets")
            let ranges = Dictionary(
                uniqueKeysWithValues: try Self.offsets(source, "endingOffsets").map { partition, end in
                    (partition, (starts[partition] ?? 0)..<end)
                })
            if text == sql.rejected(in: ranges, from: name[1]), source.options == queries().topic(ranges).options {
                return ranges
            }
        }
        throw UnexpectedRequest(text)
    }

    /// Adds rejected messages to the table, unless they are in it already.
    private mutating func reject(_ ranges: [Int32: Range<Int64>], _ progress: ApplicationTransaction) throws {
        guard var table = try TransactionLake.open(on: fileSystem)?.rejected else {
            throw UnexpectedRequest("there is no table")
        }
        guard table.snapshot.transactionVersion(of: progress.appId) ?? -1 < progress.version else { return }
        let accepted = Set(tables.transactions.map { SparkTables.Refusal(partition: $0.partition, offset: $0.offset) })
        let refusals = ranges.sorted { $0.key < $1.key }.flatMap { partition, range in
            range.map { SparkTables.Refusal(partition: partition, offset: $0) }.filter { !accepted.contains($0) }
        }
        var actions = [DeltaAction.transaction(progress)]
        if !refusals.isEmpty {
            var writer = try RejectedFileWriter(on: fileSystem, unique: "settlement\(progress.version)")
            try writer.append(
                refusals.map {
                    RejectedRow(
                        partition: $0.partition, offset: $0.offset, reason: Rejection.Reason.invalidJSON.rawValue,
                        detail: "", payload: [], rejectedAt: Timestamp(microseconds: 0))
                })
            actions.append(.add(try writer.finish().publish(now: 0)))
        }
        _ = try table.commit(actions, info: CommitInfo(timestamp: 0, operation: "WRITE", isBlindAppend: true))
        tables.rejected += refusals
    }

    /// Writes a file of a checkpoint as Spark does, where Souk reads it.
    func write(_ text: String, to name: String, of location: String) throws {
        let directory = location.dropFirst(settings.lakePath.utf8.count + 1)
        let file = try fileSystem.create("\(directory)/\(name)")
        try file.write(Array(text.utf8))
        try file.publish()
    }
}
