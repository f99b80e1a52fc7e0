/// Decoded transactions of one partition, in columns; the unit in which everything behind the decoder works.
///
/// Rows are appended by `TransactionDecoder` and read by windows, the live view and the lake. All columns have `count`
/// entries. City, category, payment method and user are ids into the dictionaries beside them. A batch is emptied and used
/// again, so that a running pipeline allocates nothing per message; it is not copyable, so that nobody copies 64 k rows
/// by accident.
public struct TransactionBatch: ~Copyable, Sendable {
    /// The most rows a batch should hold; one batch becomes one Parquet row group.
    public static let capacity = 65_536

    /// The partition that all rows come from.
    public let partition: Int32
    /// The rows' offsets in the partition, ascending.
    public internal(set) var offsets: [Int64] = []
    /// The transaction ids' bytes, one after the other.
    public internal(set) var transactionIDBytes: [UInt8] = []
    /// Where each transaction id begins, and at last where the last one ends: `count + 1` entries.
    public internal(set) var transactionIDEnds: [Int32] = [0]
    /// Ids into `users`.
    public internal(set) var userIDs: [UInt32] = []
    /// Ids into `cities`.
    public internal(set) var cityIDs: [UInt32] = []
    /// Ids into `categories`.
    public internal(set) var categoryIDs: [UInt32] = []
    /// Ids into `paymentMethods`.
    public internal(set) var paymentMethodIDs: [UInt32] = []
    /// Amounts in minor units.
    public internal(set) var amounts: [Int64] = []
    /// Counts of articles.
    public internal(set) var quantities: [Int32] = []
    /// Event times in microseconds since the epoch.
    public internal(set) var timestamps: [Int64] = []

    /// The users of this batch; emptied with it.
    public internal(set) var users = StringDictionary()
    /// All cities seen in the partition; kept when the batch is emptied, so that ids stay what they are.
    public internal(set) var cities = StringDictionary()
    /// All categories seen in the partition; kept when the batch is emptied.
    public internal(set) var categories = StringDictionary()
    /// All payment methods seen in the partition; kept when the batch is emptied.
    public internal(set) var paymentMethods = StringDictionary()

    /// The messages that were refused, in the order of their offsets.
    public internal(set) var rejections: [Rejection] = []

    /// An empty batch for a partition.
    public init(partition: Int32) {
        self.partition = partition
    }

    /// How many transactions there are.
    public var count: Int { offsets.count }

    /// Whether the batch holds as many rows as a row group should.
    public var isFull: Bool { count >= Self.capacity }

    /// Forgets rows, users and rejections, and keeps the storage and the dictionaries of low cardinality.
    public mutating func removeAll() {
        offsets.removeAll(keepingCapacity: true)
        transactionIDBytes.removeAll(keepingCapacity: true)
        transactionIDEnds.removeAll(keepingCapacity: true)
        transactionIDEnds.append(0)
        users.removeAll(keepingCapacity: true)
        userIDs.removeAll(keepingCapacity: true)
        cityIDs.removeAll(keepingCapacity: true)
        categoryIDs.removeAll(keepingCapacity: true)
        paymentMethodIDs.removeAll(keepingCapacity: true)
        amounts.removeAll(keepingCapacity: true)
        quantities.removeAll(keepingCapacity: true)
        timestamps.removeAll(keepingCapacity: true)
        rejections.removeAll(keepingCapacity: true)
    }
}
