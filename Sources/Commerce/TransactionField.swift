/// The eight fields of a transaction, in the order in which their faults are reported.
public enum TransactionField: UInt8, Sendable, Hashable, CaseIterable {
    /// The sale's own identifier: a text.
    case transactionID
    /// Who bought: a text.
    case userID
    /// Where: a text.
    case city
    /// What kind of goods: a text.
    case category
    /// The sale's total: a number with at most two decimals, or a string that holds one.
    case amount
    /// How many articles: an integer.
    case quantity
    /// How it was paid: a text.
    case paymentMethod
    /// When it happened: ISO 8601 or epoch milliseconds.
    case timestamp

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
        }
    }
}
