/// One sale, as a row. The hot path keeps transactions in columns (`TransactionBatch`); this is for what people look at.
public struct Transaction: Sendable, Hashable {
    /// The sale's own identifier.
    public var transactionID: String
    /// Who bought.
    public var userID: String
    /// Where.
    public var city: String
    /// What kind of goods.
    public var category: String
    /// The sale's total in minor units.
    public var amount: Int64
    /// How many articles, 1…2³¹−1.
    public var quantity: Int32
    /// How it was paid.
    public var paymentMethod: String
    /// When it happened (event time).
    public var timestamp: Timestamp

    /// A sale from its eight fields.
    public init(
        transactionID: String, userID: String, city: String, category: String, amount: Int64, quantity: Int32,
        paymentMethod: String, timestamp: Timestamp
    ) {
        self.transactionID = transactionID
        self.userID = userID
        self.city = city
        self.category = category
        self.amount = amount
        self.quantity = quantity
        self.paymentMethod = paymentMethod
        self.timestamp = timestamp
    }
}
