/// The offsets that a log holds, for the comparison with a lake; how they are read is the composer's business.
public protocol LogOffsets {
    /// The offsets that the log holds now of a partition, from the first that it has kept to the next to be written; nil if it
    /// has no such partition.
    func range(of partition: Int32) throws -> Range<Int64>?

    /// Hands over the offsets of all messages in a range of a partition, ascending and in pieces. Where the log has no message
    /// there is no offset.
    func read(_ partition: Int32, in range: Range<Int64>, _ body: ([Int64]) throws -> Void) throws
}
