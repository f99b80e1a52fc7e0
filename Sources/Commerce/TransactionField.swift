/// The fields of a transaction: the eight that a message must have, and `currency`.
public enum TransactionField: UInt8, Sendable, Hashable, CaseIterable {
    /// The sale's own identifier: a text.
    case transactionID
    /// Who bought: a text.
    case userID
    /// Where: a text.
    case city
    /// What kind of goods: a text.
    case category
    /// The sale's total: a number with at most the currency's decimals, or a string that holds one.
    case amount
    /// How many articles: an integer.
    case quantity
    /// How it was paid: a text.
    case paymentMethod
    /// When it happened: ISO 8601 or a count since the epoch.
    case timestamp
    /// What the amount is in: the code of the lake's currency, null, or not there at all.
    case currency

    /// The fields that a message must have, which are the columns of a batch.
    public static let required = allCases.filter { $0 != .currency }

    /// The place of a field among those whose faults are reported, first comes first: the currency, since nothing can be said of an
    /// amount in another, and then the columns.
    package var rank: UInt8 { self == .currency ? 0 : rawValue + 1 }

    /// The key that holds the field unless configuration says otherwise.
    public var defaultName: String {
        switch self {
        case .transactionID: "transaction_id"
        case .userID: "user_id"
        case .city: "city"
        case .category: "category"
        case .amount: "amount"
        case .quantity: "quantity"
        case .paymentMethod: "payment_method"
        case .timestamp: "timestamp"
        case .currency: "currency"
        }
    }
}
