internal import Foundation
internal import Kafka
internal import Synchronization
public import TransactionLogs

/// A Kafka topic as a log. Only committed messages are read.
///
/// librdkafka fetches ahead into a queue per partition and mends what it can by itself: lost connections, new leaders,
/// restarted brokers. A thread of the log asks for the topic once in a while and says in `interruption` why nothing comes.
///
/// ```swift
/// let log = try KafkaLog(KafkaLogSettings(bootstrapServers: "localhost:9092", topic: "sales", group: "souk"))
/// let reader = try log.reader(of: 0, from: 0)
/// ```
public final class KafkaLog: TransactionLog {
    /// What tells this log from every other: the cluster's id, the topic's name and the topic's id.
    public let identity: LogIdentity

    let settings: KafkaLogSettings
    /// For questions, which must not wait behind a fetch.
    private let client: KafkaClient
    /// For fetching; made with the first reader.
    private let fetching = Mutex<KafkaClient?>(nil)
    private let watch: KafkaWatch
    private let arrivals = ArrivalSignal()
    private let readers = Mutex<[OpenReader]>([])

    /// A reader that somebody holds.
    private struct OpenReader {
        weak var reader: KafkaPartitionReader?
    }

    /// Connects.
    ///
    /// - Throws: `TransactionLogError` with code `.unreachable` if no broker answers within the settings' timeout, `.missing`
    ///   if there is no such topic, `.notPermitted` if the cluster refuses or the settings contradict each other.
    public init(_ settings: KafkaLogSettings) throws(TransactionLogError) {
        self.settings = settings
        client = try Self.connect(settings, partitionCount: 1)
        watch = KafkaWatch(client: client, settings: settings)
        try watch.awaitTopic()
        guard let cluster = client.clusterIdentity(timeout: settings.timeout) else {
            throw TransactionLogError(
                .unreachable,
                "\(settings.location): no broker has told the cluster's id; Kafka 0.10.1 or newer is needed")
        }
        identity = LogIdentity("kafka:\(cluster)/\(settings.topic)", incarnation: try watch.learnTopicIdentity())
        watch.start()
    }

    /// Asks whether the topic still has the id that it had; see `TransactionLog`.
    public func confirmIdentity() throws { try watch.confirmTopicIdentity() }

    /// The topic's partitions as the cluster said last, a few seconds ago at the most.
    public func partitions() -> [Int32] { watch.partitions }

    /// The offsets that a partition holds now, up to the last stable one: what open transactions have written is not there
    /// yet.
    public func offsets(of partition: Int32) throws -> Range<Int64> {
        try checkExists(partition)
        return try persisting { () throws(KafkaError) in
            var offsets = try askForOffsets(of: partition)
            // librdkafka takes the end for the beginning too where it was told of no beginning; what looks as if retention had
            // removed everything is believed when it is said twice.
            while offsets.isEmpty, offsets.lowerBound > 0 {
                let again = try askForOffsets(of: partition)
                if again == offsets { break }
                offsets = again
            }
            return offsets
        }
    }

    /// Whether the topic's `cleanup.policy` contains `compact`.
    public func isCompacted() throws -> Bool {
        let policy = try explaining { () throws(KafkaError) in
            try client.setting("cleanup.policy", ofTopic: settings.topic, timeout: settings.timeout)
        }
        return (policy ?? "").split(separator: ",").contains { $0.trimmingCharacters(in: .whitespaces) == "compact" }
    }

    private func askForOffsets(of partition: Int32) throws(KafkaError) -> Range<Int64> {
        try client.offsets(of: partition, in: settings.topic, timeout: settings.timeout)
    }

    /// The first offset whose message has a timestamp, of creation or of arrival as the topic is set, at or after a moment.
    public func offset(of partition: Int32, at microseconds: Int64) throws -> Int64? {
        try checkExists(partition)
        // Kafka keeps milliseconds: a moment between two of them is reached with the second.
        let milliseconds = max(0, microseconds / 1_000 + (microseconds % 1_000 > 0 ? 1 : 0))
        return try persisting { () throws(KafkaError) in
            try client.offset(of: partition, in: settings.topic, at: milliseconds, timeout: settings.timeout)
        }
    }

    /// The end that the last answer to a fetch told of, or the watch's last question: a connection for fetching that hangs
    /// tells of nothing.
    public func knownEnd(of partition: Int32) -> Int64? {
        let fetched = fetching.withLock { $0 }?.knownEnd(of: partition, in: settings.topic)
        guard let asked = watch.end(of: partition) else { return fetched }
        return max(fetched ?? asked, asked)
    }

    /// Why nothing comes for now.
    public var interruption: TransactionLogError? { watch.interruption }

    /// Sends offsets to the consumer group, without waiting for an answer.
    public func acknowledge(_ nextOffsets: [Int32: Int64]) {
        guard !nextOffsets.isEmpty else { return }
        do throws(KafkaError) {
            try client.commit(nextOffsets, of: settings.topic)
            watch.noteCommitSent()
        } catch {
            settings.notice(.warning("\(error); monitors of lag see old offsets"))
        }
    }

    /// Waits for the group's answer, unless no broker can be reached.
    public func settleAcknowledgements(within limit: Duration) {
        let deadline = ContinuousClock.now + limit
        while watch.awaitsCommits, watch.interruption == nil, .now < deadline { Thread.sleep(forTimeInterval: 0.002) }
    }

    /// A reader of one partition. librdkafka reads a partition once for each client, so that the second reader of a
    /// partition gets a client of its own.
    public func reader(of partition: Int32, from offset: Int64) throws -> any PartitionReader {
        let offsets = try offsets(of: partition)
        guard offsets.contains(offset) || offset == offsets.upperBound else {
            throw outOfRange(offset, of: partition, offsets)
        }
        let isFirst = openReaders(of: partition).isEmpty
        let client = isFirst ? try fetchingClient() : try Self.connect(settings, partitionCount: partitions().count)
        let source = try explaining { () throws(KafkaError) in
            try KafkaPartition(partition, of: settings.topic, from: offset, client: client) { [arrivals] in
                arrivals.notify()
            }
        }
        let reader = KafkaPartitionReader(source, from: offset, log: self)
        readers.withLock { $0.append(OpenReader(reader: reader)) }
        return reader
    }

    /// Blocks until something has come from one of the partitions, or the time is over.
    public func waitForRecords(beyond positions: [Int32: Int64], timeout: Duration) throws -> Bool {
        let deadline = ContinuousClock.now + timeout
        while true {
            let known = arrivals.count
            if let failure { throw failure }
            var isComplete = true
            for (partition, position) in positions {
                if let reader = openReaders(of: partition).first(where: { $0.position == position }) {
                    if reader.hasNews() { return true }
                } else {
                    isComplete = false
                    if try offsets(of: partition).upperBound > position { return true }
                }
            }
            let left = deadline - .now
            guard left > .zero else { return false }
            arrivals.wait(since: known, for: isComplete ? left : min(left, .milliseconds(100)))
        }
    }

    /// Failures of a connection, after which librdkafka goes on where it was.
    static let mended: Set<KafkaError.Code> = [
        .transport, .timedOut, .allBrokersDown, .resolve, .leaderNotAvailable,
    ]

    /// What ended the reading for good.
    var failure: TransactionLogError? { watch.failure }

    /// What a report of an error in place of a message means; nil if librdkafka goes on from it by itself.
    func failure(of partition: Int32, at position: Int64, _ error: KafkaError) -> TransactionLogError? {
        let failure = TransactionLogError(error, at: settings.location)
        switch failure.code {
        // Messages may have been skipped with any other error, so that they must be read again.
        case .unreachable: return Self.mended.contains(error.code) ? nil : failure
        // The watch finds out whether the topic is gone for good.
        case .missing: return nil
        case .offsetOutOfRange:
            do throws(TransactionLogError) { try watch.confirmTopicIdentity() } catch { return error }
            guard let offsets = try? offsets(of: partition) else { return failure }
            return outOfRange(position, of: partition, offsets)
        default: return failure
        }
    }

    func closed(_ reader: KafkaPartitionReader) {
        readers.withLock { $0.removeAll { $0.reader === reader || $0.reader == nil } }
    }

    func openReaders(of partition: Int32) -> [KafkaPartitionReader] {
        readers.withLock { $0.compactMap(\.reader) }.filter { $0.partition == partition }
    }

    private func checkExists(_ partition: Int32) throws(TransactionLogError) {
        guard partitions().contains(partition) else {
            throw TransactionLogError(
                .offsetOutOfRange,
                "\(settings.location) has no partition \(partition); it has \(partitions().map(String.init).joined(separator: ", "))"
            )
        }
    }

    func fetchingClient() throws(TransactionLogError) -> KafkaClient {
        try fetching.withLock { (fetching) throws(TransactionLogError) in
            if let client = fetching { return client }
            let client = try Self.connect(settings, partitionCount: partitions().count)
            watch.hear(also: client)
            fetching = client
            return client
        }
    }

    static func connect(
        _ settings: KafkaLogSettings, partitionCount: Int
    ) throws(TransactionLogError) -> KafkaClient {
        let configuration = try KafkaProperties.configuration(
            for: .consumer, settings, besides: KafkaProperties.queueLimits(partitionCount: partitionCount))
        return try explaining(settings) { () throws(KafkaError) in try KafkaClient(.consumer, configuration) }
    }

    private func outOfRange(_ offset: Int64, of partition: Int32, _ offsets: Range<Int64>) -> TransactionLogError {
        let isLost = offset < offsets.lowerBound
        return TransactionLogError(
            .offsetOutOfRange,
            "\(settings.location): partition \(partition) holds the offsets \(offsets.lowerBound) to \(offsets.upperBound), and "
                + "reading was to go on at \(offset): "
                + (isLost
                    ? "retention has removed \(offsets.lowerBound - offset) offsets that were never read"
                    : "the topic was cut or created anew"))
    }

    /// Asks again, within the settings' timeout, while the question could not be answered: a connection was lost, a broker has
    /// just started, a partition that is known to exist changes its leader.
    private func persisting<Result>(_ body: () throws(KafkaError) -> Result) throws(TransactionLogError) -> Result {
        let deadline = ContinuousClock.now + settings.timeout
        while true {
            do throws(KafkaError) {
                return try body()
            } catch {
                let failure = TransactionLogError(error, at: settings.location)
                guard failure.code == .unreachable || failure.code == .missing else { throw failure }
                guard .now < deadline else {
                    var failure = failure
                    failure.code = .unreachable
                    throw failure
                }
                Thread.sleep(forTimeInterval: 0.2)
            }
        }
    }

    func explaining<Result>(_ body: () throws(KafkaError) -> Result) throws(TransactionLogError) -> Result {
        try Self.explaining(settings, body)
    }

    private static func explaining<Result>(
        _ settings: KafkaLogSettings, _ body: () throws(KafkaError) -> Result
    ) throws(TransactionLogError) -> Result {
        do throws(KafkaError) {
            return try body()
        } catch {
            throw TransactionLogError(error, at: settings.location)
        }
    }
}
