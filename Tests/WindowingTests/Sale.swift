import Commerce

/// What a test says about a transaction.
struct Sale: Hashable {
    var category = "Books"
    var city = "Fès"
    var paymentMethod = "Cash"
    var amount: Int64 = 100
    var quantity: Int32 = 1
    var timestamp: Int64

    /// Two of the cities look the same and are the same to `String`, but not to the lake.
    static let cities = ["Casablanca", "F\u{E8}s", "Fe\u{300}s", "Rabat", "all"]
    static let categories = ["Books", "Food", "Toys"]
    static let paymentMethods = ["Card", "Cash"]

    static func random(in times: Range<Int64>, using generator: inout SeededGenerator) -> Sale {
        Sale(
            category: categories[Int.random(in: 0..<3, using: &generator)],
            city: cities[Int.random(in: 0..<5, using: &generator)],
            paymentMethod: paymentMethods[Int.random(in: 0..<2, using: &generator)],
            amount: Int64.random(in: 1...1_000_000, using: &generator),
            quantity: Int32.random(in: 1...9, using: &generator),
            timestamp: Int64.random(in: times, using: &generator))
    }

    func append(to batch: inout TransactionBatch, offset: Int) {
        let transaction = Transaction(
            transactionID: "t\(offset)", userID: "u", city: city, category: category, amount: amount,
            quantity: quantity, paymentMethod: paymentMethod, timestamp: Timestamp(microseconds: timestamp))
        batch.append(transaction, offset: Int64(offset))
    }
}
