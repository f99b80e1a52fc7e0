import Commerce
import Testing

/// What two sides of a comparison make of the same and of different rows.
struct RowDigesterTests {
    private static let sale = Transaction(
        transactionID: "T-12345678", userID: "user_1", city: "Fès", category: "Books", amount: 12_50, quantity: 2,
        paymentMethod: "Cash", timestamp: Timestamp(microseconds: 1_790_000_000_000_000))

    private func digests(_ rows: [(Transaction, Int64)], _ digester: RowDigester) -> [UInt128] {
        var batch = TransactionBatch(partition: 0)
        for (sale, offset) in rows { batch.append(sale, offset: offset) }
        return digester.digests(of: batch)
    }

    @Test func `a row has one digest, whatever rows came before it in its batch`() {
        let digester = RowDigester()
        var other = Self.sale
        other.city = "Agadir"
        other.userID = "user_2"
        let alone = digests([(Self.sale, 7)], digester)
        #expect(digests([(other, 6), (Self.sale, 7)], digester)[1] == alone[0])
        #expect(digests([(Self.sale, 7)], RowDigester()) != alone, "keys are drawn at random")
    }

    @Test func `every field, its length and the offset count`() {
        let digester = RowDigester(first: 3, second: 5)
        let changes: [(inout Transaction) -> Void] = [
            { $0.transactionID = "T-12345679" }, { $0.transactionID = "T-1234567" }, { $0.transactionID += "\0" },
            { $0.userID = "" }, { $0.city = "Fes" }, { $0.category = "Book" }, { $0.category = "Bookt" },
            { $0.amount += 1 }, { $0.amount = -$0.amount }, { $0.quantity = 3 }, { $0.paymentMethod = "Fès" },
            { $0.timestamp = Timestamp(microseconds: $0.timestamp.microseconds + 1) },
            { sale in (sale.city, sale.category) = (sale.category, sale.city) },
        ]
        var found = Set(digests([(Self.sale, 7), (Self.sale, 8)], digester))
        for change in changes {
            var sale = Self.sale
            change(&sale)
            found.formUnion(digests([(sale, 7)], digester))
        }
        #expect(found.count == changes.count + 2)
    }

    @Test func `a rejection is told apart by offset, reason and bytes`() {
        let digester = RowDigester()
        func digest(_ offset: Int64, _ reason: String, _ payload: String) -> UInt128 {
            let bytes = Array(payload.utf8)
            return digester.digest(ofRejectionAt: offset, reason: reason, payload: bytes.rawSpan)
        }
        let digests: Set = [
            digest(1, "tombstone", ""), digest(2, "tombstone", ""), digest(1, "tombston", "e"),
            digest(1, "invalid_json", ""), digest(1, "invalid_json", "{"), digest(1, "invalid_json", "{\0"),
        ]
        #expect(digests.count == 6)
        #expect(digest(1, "invalid_json", "{") == digest(1, "invalid_json", "{"))
    }
}
