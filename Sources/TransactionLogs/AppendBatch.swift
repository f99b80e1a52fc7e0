/// Messages on their way into an embedded log, already in the form in which they are stored.
///
/// Filling a batch needs no lock: each thread fills its own, hands it to `EmbeddedLogWriter.append` and uses it again.
public struct AppendBatch: ~Copyable, Sendable {
    /// The most bytes that one message may have.
    public let maximumRecordBytes: Int
    /// Records one after the other, by partition.
    private(set) var records: [[UInt8]]
    /// How many records there are, by partition.
    private(set) var counts: [Int]
    /// Bytes of all records with their headers.
    public private(set) var byteCount = 0
    /// How many messages there are.
    public private(set) var count = 0

    init(partitions: Int32, maximumRecordBytes: Int) {
        self.maximumRecordBytes = maximumRecordBytes
        records = Array(repeating: [], count: Int(partitions))
        counts = Array(repeating: 0, count: Int(partitions))
    }

    /// How many partitions there are to choose from.
    public var partitions: Int32 { Int32(records.count) }

    /// Adds a message for a partition.
    ///
    /// - Throws: `TransactionLogError` with code `.notPermitted` if the message is larger than the log allows.
    public mutating func append(_ payload: RawSpan, to partition: Int32) throws(TransactionLogError) {
        guard payload.byteCount <= maximumRecordBytes else {
            throw TransactionLogError(
                .notPermitted,
                "a message of \(payload.byteCount) bytes is larger than the \(maximumRecordBytes) that this log was "
                    + "created for; split it, or create a log with a larger limit")
        }
        RecordFormat.append(payload, to: &records[Int(partition)])
        counts[Int(partition)] += 1
        count += 1
        byteCount += RecordFormat.headerBytes + payload.byteCount
    }

    /// Forgets the messages and keeps the storage.
    public mutating func removeAll() {
        for partition in records.indices {
            records[partition].removeAll(keepingCapacity: true)
            counts[partition] = 0
        }
        byteCount = 0
        count = 0
    }
}
