internal import Commerce

extension JSONWriter {
    /// The members that say who bought what, where, and for how much.
    mutating func writePurchase(_ transaction: Transaction) {
        key("user_id")
        string(transaction.userID)
        key("city")
        string(transaction.city)
        key("category")
        string(transaction.category)
        key("amount")
        amount(transaction.amount)
    }

    /// The members that say how a transaction was paid, and when it happened.
    mutating func writePayment(_ transaction: Transaction) {
        key("payment_method")
        string(transaction.paymentMethod)
        key("timestamp")
        timestamp(transaction.timestamp)
    }
}
