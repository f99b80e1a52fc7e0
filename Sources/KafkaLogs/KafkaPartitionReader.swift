internal import Kafka
internal import Synchronization
internal import TransactionLogs

/// Reads one partition of a topic out of librdkafka's memory.
///
/// Offsets that hold no message for the application (transaction markers, aborted messages, compacted ones) are passed
/// over: `position` is behind them as soon as the end of the partition, or a message behind them, has been reached.
///
/// `@unchecked Sendable`: all state is touched under `lock`; the log's waiting thread looks whether something has come while
/// nobody reads.
@safe
final class KafkaPartitionReader: PartitionReader, @unchecked Sendable {
    /// How many messages are taken from librdkafka at once: enough to make the cost of asking small, few enough that they
    /// stay in the second-level cache until they are decoded.
    private static let capacity = 8_192

    private let lock = Mutex(())
    let partition: Int32
    private let log: KafkaLog
    private let messages = KafkaMessageBatch(capacity: capacity)
    private let records: UnsafeMutableBufferPointer<RecordBatch.Record>
    private var source: KafkaPartition?
    /// Which of `records` are waiting to be read.
    private var waiting = 0..<0
    private var nextPosition: Int64
    /// Where the partition goes on behind the waiting records.
    private var positionBehind: Int64
    private var failure: TransactionLogError?
    /// What tells whether the last message that was read is still there later on.
    private var lastRead: LogFingerprint?

    init(_ source: KafkaPartition, from offset: Int64, log: KafkaLog) {
        partition = source.number
        self.source = source
        self.log = log
        nextPosition = offset
        positionBehind = offset
        unsafe records = .allocate(capacity: Self.capacity)
    }

    deinit {
        // Messages go back to the library before the client that they are of may end.
        messages.release()
        source = nil
        unsafe records.deallocate()
    }

    var position: Int64 { lock.withLock { _ in nextPosition } }

    func read(limit: Int, _ body: (borrowing RecordBatch) throws -> Void) throws -> Int {
        try lock.withLock { _ in
            fetch()
            guard !waiting.isEmpty else {
                if let failure { throw failure }
                if let failure = log.failure { throw failure }
                return 0
            }
            let part = waiting.prefix(limit)
            try unsafe body(RecordBatch(lending: UnsafeBufferPointer(rebasing: records[part])))
            waiting = part.upperBound..<waiting.upperBound
            lastRead = messages.fingerprint(
                ofRecord: part.upperBound - 1, at: unsafe records[part.upperBound - 1].offset)
            nextPosition = unsafe waiting.isEmpty ? positionBehind : records[waiting.lowerBound].offset
            return part.count
        }
    }

    /// Whether there is something to read or to report, or offsets without a message were passed over just now.
    func hasNews() -> Bool {
        lock.withLock { _ in
            let before = nextPosition
            fetch()
            return !waiting.isEmpty || failure != nil || nextPosition != before
        }
    }

    func fingerprint() -> LogFingerprint? { lock.withLock { _ in lastRead } }

    func close() {
        lock.withLock { _ in
            messages.release()
            waiting = 0..<0
            source = nil
        }
        log.closed(self)
    }

    /// Takes what has come in, unless there are records waiting.
    private func fetch() {
        guard waiting.isEmpty, failure == nil, let source else { return }
        messages.release()
        source.take(into: messages)
        var count = 0
        for index in 0..<messages.count {
            guard messages.isMessage(at: index) else {
                note(messages.error(at: index), offset: messages.offset(at: index))
                if failure != nil { break }
                continue
            }
            let offset = messages.offset(at: index)
            unsafe records[count] = RecordBatch.Record(offset: offset, payload: messages.payload(at: index))
            positionBehind = offset + 1
            count += 1
        }
        waiting = 0..<count
        if count == 0 { nextPosition = positionBehind }
    }

    private func note(_ error: KafkaError?, offset: Int64) {
        guard let error else { return }
        if error.code == .partitionEnd {
            positionBehind = max(positionBehind, offset)
        } else {
            failure = log.failure(of: partition, at: positionBehind, error)
        }
    }
}
