internal import Commerce

extension LiveTotals {
    func encode(into writer: inout BinaryWriter) {
        writer.writeSigned(revenue)
        writer.writeSigned(transactions)
        writer.writeSigned(quantity)
    }

    init(from reader: inout BinaryReader) throws(BinaryReaderError) {
        revenue = try reader.readSigned()
        transactions = try reader.readSigned()
        quantity = try reader.readSigned()
        try reader.check(revenue >= 0 && transactions >= 0 && quantity >= 0, "totals are negative")
    }
}
