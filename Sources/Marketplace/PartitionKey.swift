/// Which partition a customer's messages go to, so that they stay in order.
public enum PartitionKey {
    /// The FNV-1a hash (64 bits) of a user id's bytes. G. Fowler, L. C. Noll, K.-P. Vo, 1991.
    public static func hash(ofUser userID: some Sequence<UInt8>) -> UInt64 {
        userID.reduce(offsetBasis) { ($0 ^ UInt64($1)) &* prime }
    }

    /// The same of bytes that lie somewhere.
    public static func hash(ofUser userID: RawSpan) -> UInt64 {
        var hash = offsetBasis
        for index in userID.byteOffsets {
            hash = (hash ^ UInt64(unsafe userID.unsafeLoad(fromByteOffset: index, as: UInt8.self))) &* prime
        }
        return hash
    }

    /// The partition of a hash.
    ///
    /// - Parameter partitions: how many there are, at least one.
    @inline(__always)
    public static func partition(ofHash hash: UInt64, partitions: Int32) -> Int32 {
        Int32(truncatingIfNeeded: hash % UInt64(partitions))
    }

    static let offsetBasis: UInt64 = 0xCBF2_9CE4_8422_2325
    static let prime: UInt64 = 0x0000_0100_0000_01B3
}
