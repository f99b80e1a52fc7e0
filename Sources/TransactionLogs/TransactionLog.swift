/// An ordered, partitioned, durable, replayable sequence of messages: the embedded log, or a Kafka topic.
///
/// All calls block and may be made from any thread, never from Swift's cooperative pool.
public protocol TransactionLog: Sendable {
    /// What this log is, whatever address it is reached by; a lake remembers it and refuses another log.
    var identity: LogIdentity { get }

    /// The partitions that exist now, ascending. More may appear later.
    func partitions() throws -> [Int32]

    /// The offsets that a partition holds now: from the first that retention has kept to the next to be written.
    func offsets(of partition: Int32) throws -> Range<Int64>

    /// A reader of one partition that starts at an offset.
    ///
    /// - Throws: `TransactionLogError` with code `.offsetOutOfRange` if retention has overtaken the offset or it lies
    ///   beyond the end.
    func reader(of partition: Int32, from offset: Int64) throws -> any PartitionReader

    /// Blocks until one of the partitions holds a record at or beyond its position, or the time is over.
    ///
    /// - Returns: whether there is something to read.
    func waitForRecords(beyond positions: [Int32: Int64], timeout: Duration) throws -> Bool
}
