/// An ordered, partitioned, durable, replayable sequence of messages: the embedded log, or a Kafka topic.
///
/// All calls block and may be made from any thread, never from Swift's cooperative pool.
public protocol TransactionLog: Sendable {
    /// What this log is, whatever address it is reached by; a lake remembers it and refuses another log.
    var identity: LogIdentity { get }

    /// Makes sure that this is still the log that was opened, and not another one that has taken its place since.
    ///
    /// A log whose server does not answer in time is taken to be the same: what follows will find out.
    ///
    /// - Throws: `TransactionLogError` with code `.replaced`.
    func confirmIdentity() throws

    /// What tells whether the messages of a partition before an offset are still there later on; nil if the log's identity is
    /// enough, or if there is no message right before the offset.
    func fingerprint(of partition: Int32, before offset: Int64) throws -> LogFingerprint?

    /// Whether a partition still holds the messages that a fingerprint was taken of.
    func continuity(of partition: Int32, with fingerprint: LogFingerprint) throws -> LogContinuity

    /// The partitions that exist now, ascending. More may appear later.
    func partitions() throws -> [Int32]

    /// The offsets that a partition holds now: from the first that retention has kept to the next to be written.
    func offsets(of partition: Int32) throws -> Range<Int64>

    /// The offset of the first record of a partition that was appended at a moment or later.
    ///
    /// - Parameter microseconds: the moment, since the epoch.
    /// - Returns: nil if there is none so far.
    /// - Throws: `TransactionLogError` with code `.notPermitted` if the log does not know when records were appended.
    func offset(of partition: Int32, at microseconds: Int64) throws -> Int64?

    /// Whether the log removes messages between others because a later one has the same key (Kafka's compaction), as it is
    /// set now.
    ///
    /// - Throws: `TransactionLogError`, with code `.notPermitted` if the log may not be asked.
    func isCompacted() throws -> Bool

    /// A reader of one partition that starts at an offset.
    ///
    /// - Throws: `TransactionLogError` with code `.offsetOutOfRange` if retention has overtaken the offset or it lies
    ///   beyond the end.
    func reader(of partition: Int32, from offset: Int64) throws -> any PartitionReader

    /// Blocks until one of the partitions holds a record at or beyond its position, its reader has passed over offsets that
    /// hold none, or the time is over.
    ///
    /// - Returns: whether there is something to read, or a reader that has moved on.
    func waitForRecords(beyond positions: [Int32: Int64], timeout: Duration) throws -> Bool

    /// The end of a partition as far as it is known without asking anybody, for the display of how far behind a reader is;
    /// nil if nothing is known of it yet. Never waits.
    func knownEnd(of partition: Int32) -> Int64?

    /// Why records can't be had for now; nil while all is well. Readers find no records meanwhile, and go on by themselves
    /// once the log is back. Never waits.
    var interruption: TransactionLogError? { get }

    /// Tells the log from which offsets on a lake will go on reading: a courtesy to whoever monitors how far behind it is.
    /// Nothing depends on it; it neither waits nor fails.
    func acknowledge(_ nextOffsets: [Int32: Int64])

    /// Waits until what was acknowledged has arrived, if that can be and does not take longer than a moment: for the end of a
    /// process, which would cut it off.
    func settleAcknowledgements(within limit: Duration)
}

extension TransactionLog {
    /// What is opened stays what it is: an embedded log's identity lies in its files.
    public func confirmIdentity() throws {}

    /// An identity that no other log has says all there is to say.
    public func fingerprint(of partition: Int32, before offset: Int64) throws -> LogFingerprint? { nil }

    /// An identity that no other log has says all there is to say.
    public func continuity(of partition: Int32, with fingerprint: LogFingerprint) throws -> LogContinuity { .unknown }

    /// A log without times can't find one.
    public func offset(of partition: Int32, at microseconds: Int64) throws -> Int64? {
        throw TransactionLogError(
            .notPermitted,
            "\(identity) does not keep the times at which its messages were appended: start at earliest or latest")
    }

    /// A log without keys keeps all messages between its first and its last.
    public func isCompacted() throws -> Bool { false }

    /// What the log says when it is asked; a log on another machine answers from memory instead.
    public func knownEnd(of partition: Int32) -> Int64? {
        try? offsets(of: partition).upperBound
    }

    /// A log on this machine can always be had.
    public var interruption: TransactionLogError? { nil }

    /// A log on this machine has no monitors.
    public func acknowledge(_ nextOffsets: [Int32: Int64]) {}

    /// Nothing was sent.
    public func settleAcknowledgements(within limit: Duration) {}
}
