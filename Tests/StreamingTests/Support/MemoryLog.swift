import Commerce
import Foundation
import TransactionLogs

/// A log whose messages lie in memory; more may come at any time.
///
/// `@unchecked Sendable`: what can change is touched only while `condition` is locked.
final class MemoryLog: TransactionLog, @unchecked Sendable {
    /// What a log that was told to fail throws.
    struct Failure: Error, Equatable {}

    let identity: LogIdentity
    private let recordsPerRead: Int
    private let condition = NSCondition()
    private var messages: [Int32: [[UInt8]]]
    private var firsts: [Int32: Int64] = [:]
    private var times: [Int32: [Int64]] = [:]
    private var failingOffset: Int64?
    private var openReaders = 0
    private var isReplaced = false

    /// A log.
    ///
    /// - Parameter recordsPerRead: how many records one read gives at the most.
    init(
        messages: [Int32: [[UInt8]]], identity: String = "memory:test", incarnation: String? = nil,
        recordsPerRead: Int = .max
    ) {
        self.messages = messages
        self.identity = LogIdentity(identity, incarnation: incarnation)
        self.recordsPerRead = recordsPerRead
    }

    convenience init(_ messages: [Int32: [Market.Message]], recordsPerRead: Int = .max) {
        self.init(messages: messages.mapValues { $0.map(\.bytes) }, recordsPerRead: recordsPerRead)
    }

    /// Adds messages to a partition, which begins to exist if it does not.
    func append(_ new: [[UInt8]], to partition: Int32) {
        condition.withLock {
            messages[partition, default: []] += new
            condition.broadcast()
        }
    }

    /// Puts other messages in the place of those from an offset on, as a leader does that lacks them.
    func replaceMessages(of partition: Int32, from offset: Int64, by new: [[UInt8]]) {
        condition.withLock {
            messages[partition] = (messages[partition] ?? []).prefix(Int(offset)) + new
            condition.broadcast()
        }
    }

    /// Lets another log take this one's place while it is read.
    func replace() {
        condition.withLock { isReplaced = true }
    }

    /// Removes the messages of a partition that come before an offset, as retention does.
    func removeMessages(of partition: Int32, before offset: Int64) {
        condition.withLock { firsts[partition] = offset }
    }

    /// Sets when the messages of a partition were appended, in microseconds since the epoch.
    func setTimes(_ new: [Int64], of partition: Int32) {
        condition.withLock { times[partition] = new }
    }

    /// Makes every read fail that comes to an offset, or none any more.
    func fail(at offset: Int64?) {
        condition.withLock { failingOffset = offset }
    }

    /// How many readers were opened and not closed.
    var readersLeftOpen: Int { condition.withLock { openReaders } }

    func confirmIdentity() throws {
        guard condition.withLock({ isReplaced }) else { return }
        throw TransactionLogError(.replaced, "\(identity) is another log by now")
    }

    func continuity(of partition: Int32, with fingerprint: LogFingerprint) throws -> LogContinuity {
        guard case .message(let offset, _, _) = fingerprint, try offsets(of: partition).contains(offset) else {
            return .unknown
        }
        return self.fingerprint(of: partition, at: offset) == fingerprint
            ? .confirmed : .broken(from: offset, reason: "the message at offset \(offset) is another one")
    }

    /// What tells a message from another at its offset.
    private func fingerprint(of partition: Int32, at offset: Int64) -> LogFingerprint {
        let bytes = condition.withLock { messages[partition]?[Int(offset)] ?? [] }
        return .message(
            offset: offset, leaderEpoch: nil, checksum: bytes.reduce(2_166_136_261) { ($0 ^ UInt32($1)) &* 16_777_619 })
    }

    func partitions() throws -> [Int32] { condition.withLock { messages.keys.sorted() } }

    func offsets(of partition: Int32) throws -> Range<Int64> {
        condition.withLock { (firsts[partition] ?? 0)..<Int64(messages[partition]?.count ?? 0) }
    }

    func offset(of partition: Int32, at microseconds: Int64) throws -> Int64? {
        condition.withLock { times[partition]?.firstIndex { $0 >= microseconds }.map(Int64.init) }
    }

    func reader(of partition: Int32, from offset: Int64) throws -> any PartitionReader {
        let offsets = try offsets(of: partition)
        guard offset >= offsets.lowerBound, offset <= offsets.upperBound else {
            throw TransactionLogError(.offsetOutOfRange, "offset \(offset) is not in the log")
        }
        condition.withLock { openReaders += 1 }
        return Reader(log: self, partition: partition, position: offset)
    }

    func waitForRecords(beyond positions: [Int32: Int64], timeout: Duration) throws -> Bool {
        let seconds = Double(timeout.components.attoseconds) / 1e18 + Double(timeout.components.seconds)
        let deadline = Date(timeIntervalSinceNow: seconds)
        return condition.withLock {
            while !positions.contains(where: { $0.value < Int64(messages[$0.key]?.count ?? 0) }) {
                guard condition.wait(until: deadline) else { return false }
            }
            return true
        }
    }

    private func read(_ partition: Int32, from position: Int64, limit: Int) throws -> ArraySlice<[UInt8]> {
        try condition.withLock {
            let all = messages[partition] ?? []
            guard position >= firsts[partition] ?? 0 else {
                throw TransactionLogError(.offsetOutOfRange, "offset \(position) is gone")
            }
            let end = min(all.count, Int(position) + min(limit, recordsPerRead))
            if let failingOffset, failingOffset < end { throw Failure() }
            return all[Int(position)..<end]
        }
    }

    private final class Reader: PartitionReader {
        let log: MemoryLog
        let partition: Int32
        private(set) var position: Int64
        private var hasRead = false

        init(log: MemoryLog, partition: Int32, position: Int64) {
            self.log = log
            self.partition = partition
            self.position = position
        }

        func read(limit: Int, _ body: (borrowing RecordBatch) throws -> Void) throws -> Int {
            let messages = try log.read(partition, from: position, limit: limit)
            guard !messages.isEmpty else { return 0 }
            let arena = messages.flatMap { $0 }
            try unsafe arena.withUnsafeBytes { arena in
                var records: [RecordBatch.Record] = unsafe []
                var start = 0
                for index in messages.indices {
                    let end = start + messages[index].count
                    unsafe records.append(
                        RecordBatch.Record(
                            offset: Int64(index), payload: UnsafeRawBufferPointer(rebasing: arena[start..<end])))
                    start = end
                }
                try unsafe records.withUnsafeBufferPointer { records in
                    try body(unsafe RecordBatch(lending: records))
                }
            }
            hasRead = true
            position += Int64(messages.count)
            return messages.count
        }

        func fingerprint() throws -> LogFingerprint? {
            hasRead ? log.fingerprint(of: partition, at: position - 1) : nil
        }

        func close() {
            log.condition.withLock { log.openReaders -= 1 }
        }
    }
}
