extension TransactionBatch {
    /// Appends a row. Texts are copied; those of a dictionary only when they are new to it.
    ///
    /// The values are taken as they are: what a transaction may hold is the decoder's to judge. A batch takes any number of
    /// rows as long as its transaction ids have less than 2 GiB; who fills it stops when it `isFull`.
    @inline(__always)
    public mutating func append(
        offset: Int64, transactionID: RawSpan, userID: RawSpan, city: RawSpan, category: RawSpan, amount: Int64,
        quantity: Int32, paymentMethod: RawSpan, timestamp: Timestamp
    ) {
        offsets.append(offset)
        transactionIDBytes.append(transactionID)
        transactionIDEnds.append(Int32(transactionIDBytes.count))
        userIDs.append(users.intern(userID))
        cityIDs.append(cities.intern(city))
        categoryIDs.append(categories.intern(category))
        amounts.append(amount)
        quantities.append(quantity)
        paymentMethodIDs.append(paymentMethods.intern(paymentMethod))
        timestamps.append(timestamp.microseconds)
    }

    /// Appends a transaction that somebody holds as a value.
    public mutating func append(_ transaction: Transaction, offset: Int64) {
        append(
            offset: offset, transactionID: transaction.transactionID.utf8.span.rawSpan,
            userID: transaction.userID.utf8.span.rawSpan, city: transaction.city.utf8.span.rawSpan,
            category: transaction.category.utf8.span.rawSpan, amount: transaction.amount,
            quantity: transaction.quantity, paymentMethod: transaction.paymentMethod.utf8.span.rawSpan,
            timestamp: transaction.timestamp)
    }

    /// Adds a message that was refused.
    public mutating func reject(_ rejection: Rejection) {
        rejections.append(rejection)
    }

    /// A row as a value, for people to look at.
    public func transaction(at row: Int) -> Transaction {
        let id = transactionIDBytes[Int(transactionIDEnds[row])..<Int(transactionIDEnds[row + 1])]
        return Transaction(
            transactionID: String(decoding: id, as: UTF8.self), userID: users[userIDs[row]],
            city: cities[cityIDs[row]], category: categories[categoryIDs[row]], amount: amounts[row],
            quantity: quantities[row], paymentMethod: paymentMethods[paymentMethodIDs[row]],
            timestamp: Timestamp(microseconds: timestamps[row]))
    }
}
