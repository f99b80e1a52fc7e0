import Commerce
import Marketplace

/// Finds the customer in a message, so that one customer's messages go to one partition and stay in order there.
struct CustomerFinder: ~Copyable {
    /// How many messages are looked into before what was found in them is forgotten.
    private static let capacity = 1_024

    private var decoder: TransactionDecoder
    private var batch = TransactionBatch(partition: 0)

    init(decoder: TransactionDecoder) {
        self.decoder = decoder
    }

    /// The hash that decides the partition of the embedded log: that of the user's id, or of the whole message where it is not
    /// valid.
    mutating func keyHash(of message: RawSpan) -> UInt64 {
        withCustomer(of: message) { customer in
            if let customer { PartitionKey.hash(ofUser: customer) } else { PartitionKey.hash(ofUser: message) }
        }
    }

    /// Hands over the user's id of a message, or nil where the message is not valid.
    mutating func withCustomer<Result>(of message: RawSpan, _ body: (RawSpan?) throws -> Result) rethrows -> Result {
        if batch.count + batch.rejections.count >= Self.capacity { batch.removeAll() }
        let row = batch.count
        decoder.decode(message, offset: 0, now: Timestamp(microseconds: 0), into: &batch)
        guard batch.count > row else { return try body(nil) }
        let id = Int(batch.userIDs[row])
        let range = Int(batch.users.ends[id])..<Int(batch.users.ends[id + 1])
        return try body(batch.users.bytes.rawSpan.extracting(range))
    }
}

extension TransactionDecoder {
    /// A decoder for what messages say of their sales, however far ahead of the clock these are.
    init(reading configuration: Configuration) throws {
        self.init(
            fields: try FieldMapping(configuration), maximumFutureSkew: .max / 2, epoch: configuration[.epoch],
            currency: configuration[.currency])
    }
}
