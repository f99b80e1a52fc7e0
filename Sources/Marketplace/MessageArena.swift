/// Many messages in one buffer, filled and emptied again and again without allocating.
public struct MessageArena: ~Copyable, Sendable {
    /// The messages' bytes, one after the other.
    public internal(set) var bytes: [UInt8] = []
    /// Where each message ends.
    public internal(set) var ends: [Int] = []
    /// The hash of each message's user id (`PartitionKey`).
    public internal(set) var keyHashes: [UInt64] = []

    /// An empty arena.
    public init() {}

    /// How many messages there are.
    public var count: Int { ends.count }

    /// Where a message lies in `bytes`.
    public func range(at index: Int) -> Range<Int> {
        (index == 0 ? 0 : ends[index - 1])..<ends[index]
    }

    /// A message.
    @_lifetime(borrow self)
    public func message(at index: Int) -> RawSpan {
        let range = range(at: index)
        // The arena is borrowed for as long as the span lives, so its bytes stay where they are.
        return unsafe _overrideLifetime(bytes.span.bytes.extracting(range), borrowing: self)
    }

    /// The partition that a message belongs to.
    public func partition(at index: Int, of partitions: Int32) -> Int32 {
        PartitionKey.partition(ofHash: keyHashes[index], partitions: partitions)
    }

    /// Forgets the messages and keeps the storage.
    public mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        keyHashes.removeAll(keepingCapacity: true)
    }
}
