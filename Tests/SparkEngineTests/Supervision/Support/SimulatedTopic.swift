import Synchronization
import TransactionLogs

/// A topic of which it is known what Spark would make of each message.
final class SimulatedTopic: TransactionLog {
    /// A message.
    enum Message: Sendable, Hashable {
        /// A sale, and when it was made, in microseconds since the epoch.
        case sale(at: Int64)
        /// A message that is no sale.
        case broken
    }

    let identity = LogIdentity("kafka:simulated/sales")
    private let messages: Mutex<[Int32: [Message]]>
    private let isReplaced = Mutex(false)
    /// How often other messages have been put in the place of all that were read.
    private let leaderEpoch = Mutex<Int32>(0)

    init(_ messages: [Int32: [Message]]) { self.messages = Mutex(messages) }

    /// Adds messages to a partition.
    func append(_ new: [Message], to partition: Int32) {
        messages.withLock { $0[partition, default: []] += new }
    }

    /// Lets a topic of the same name that was created again take its place.
    func replace() { isReplaced.withLock { $0 = true } }

    /// Lets a leader lead that lacked all messages and gives their offsets to others.
    func electUncleanly() { leaderEpoch.withLock { $0 += 1 } }

    func fingerprint(of partition: Int32, before offset: Int64) throws -> LogFingerprint? {
        .message(offset: offset - 1, leaderEpoch: leaderEpoch.withLock { $0 }, checksum: 0)
    }

    func continuity(of partition: Int32, with fingerprint: LogFingerprint) throws -> LogContinuity {
        guard case .message(let offset, let epoch, _) = fingerprint else { return .unknown }
        return epoch == leaderEpoch.withLock { $0 }
            ? .confirmed : .broken(from: 0, reason: "the message at offset \(offset) is another one")
    }

    func confirmIdentity() throws {
        guard isReplaced.withLock({ $0 }) else { return }
        throw TransactionLogError(.replaced, "the topic was created again.")
    }

    /// All messages, by partition.
    var all: [Int32: [Message]] { messages.withLock { $0 } }

    /// The messages of a partition at some offsets.
    func messages(of partition: Int32, at offsets: Range<Int64>) -> [(offset: Int64, message: Message)] {
        let all = all[partition] ?? []
        return offsets.map { ($0, all[Int($0)]) }
    }

    func partitions() throws -> [Int32] { all.keys.sorted() }

    func offsets(of partition: Int32) throws -> Range<Int64> { 0..<Int64(all[partition]?.count ?? 0) }

    func reader(of partition: Int32, from offset: Int64) throws -> any PartitionReader {
        preconditionFailure("a job on Spark reads no message itself")
    }

    func waitForRecords(beyond positions: [Int32: Int64], timeout: Duration) throws -> Bool {
        preconditionFailure("a job on Spark reads no message itself")
    }
}
