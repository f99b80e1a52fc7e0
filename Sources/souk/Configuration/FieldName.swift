/// The fields of a transaction, by the names that they have unless the configuration maps them.
enum FieldName: String, Sendable, Hashable, CaseIterable {
    case transactionID = "transaction_id"
    case userID = "user_id"
    case city
    case category
    case amount
    case quantity
    case paymentMethod = "payment_method"
    case timestamp
    case currency
}
