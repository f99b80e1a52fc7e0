import Commerce
import Marketplace

/// Finds the customer in a message, so that one customer's messages go to one partition and stay in order there.
struct PartitionChooser: ~Copyable {
    private var decoder: TransactionDecoder
    private var batch = TransactionBatch(partition: 0)

    init(fields: FieldMapping) {
        decoder = TransactionDecoder(fields: fields, maximumFutureSkew: .max / 2)
    }

    /// The hash that decides the partition: that of the user's id, or of the whole message where it is not valid.
    mutating func keyHash(of message: [UInt8]) -> UInt64 {
        defer { batch.removeAll() }
        decoder.decode(message.rawSpan, offset: 0, now: Timestamp(microseconds: 0), into: &batch)
        guard batch.count == 1 else { return PartitionKey.hash(ofUser: message) }
        return PartitionKey.hash(ofUser: batch.users[batch.userIDs[0]].utf8)
    }
}
