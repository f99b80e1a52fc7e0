internal import Commerce

extension Transaction {
    func encode(into writer: inout BinaryWriter) {
        for text in [transactionID, userID, city, category, paymentMethod] { writer.writeText(text) }
        writer.writeSigned(amount)
        writer.writeSigned(Int64(quantity))
        writer.writeSigned(timestamp.microseconds)
    }

    init(from reader: inout BinaryReader) throws(BinaryReaderError) {
        let transactionID = try reader.readText()
        let userID = try reader.readText()
        let city = try reader.readText()
        let category = try reader.readText()
        let paymentMethod = try reader.readText()
        let amount = try reader.readSigned()
        let quantity = try reader.readSigned()
        guard let quantity = Int32(exactly: quantity) else {
            throw BinaryReaderError(.invalidValue, at: reader.position, "\(quantity) is no count of articles")
        }
        self.init(
            transactionID: transactionID, userID: userID, city: city, category: category, amount: amount,
            quantity: quantity, paymentMethod: paymentMethod,
            timestamp: Timestamp(microseconds: try reader.readSigned()))
    }
}
