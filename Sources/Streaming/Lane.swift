/// A partition's lane with the lock that lets one thread at a time use it.
struct Lane: Sendable {
    let partition: Int32
    /// The offsets that retention had removed when the lane was opened, before they were read.
    let lost: Range<Int64>?
    /// The offsets whose messages were replaced in the log after they had been read.
    let replaced: Range<Int64>?
    let content: Monitor<PartitionLane>

    /// Gives up what was not committed, and closes the reader.
    func close() {
        content.withLock { $0.close() }
    }
}
