import Commerce
import Testing

struct TransactionBatchTests {
    private static func sale(_ number: Int) -> Transaction {
        Transaction(
            transactionID: "id-\(number)", userID: "user-\(number % 3)", city: "Fès", category: "Livres \(number % 2)",
            amount: Int64(number * 100 + 1), quantity: Int32(number + 1), paymentMethod: "carte",
            timestamp: Timestamp(microseconds: Int64(number) * 1_000))
    }

    @Test func `a row comes back as it was appended`() {
        var batch = TransactionBatch(partition: 3)
        for number in 0..<10 { batch.append(Self.sale(number), offset: Int64(number * 2)) }
        for number in 0..<10 { #expect(batch.transaction(at: number) == Self.sale(number)) }
        #expect(batch.offsets == (0..<10).map { $0 * 2 })
        #expect(batch.users.count == 3 && batch.cities.count == 1 && batch.categories.count == 2)
    }

    @Test func `emptying a batch forgets rows, users and rejections, and keeps the other dictionaries`() {
        var batch = TransactionBatch(partition: 0)
        batch.append(Self.sale(1), offset: 0)
        batch.reject(Rejection(offset: 1, reason: .tombstone, detail: "", payload: []))
        batch.removeAll()
        #expect(batch.count == 0 && batch.users.count == 0 && batch.rejections.isEmpty)
        #expect(batch.transactionIDEnds == [0] && batch.transactionIDBytes.isEmpty)
        #expect(batch.cities.count == 1 && batch.categories.count == 1 && batch.paymentMethods.count == 1)
        batch.append(Self.sale(2), offset: 2)
        #expect(batch.cityIDs == [0] && batch.categoryIDs == [1] && batch.userIDs == [0])
        #expect(batch.transaction(at: 0) == Self.sale(2))
    }

    @Test func `a batch is full at its capacity`() {
        var batch = TransactionBatch(partition: 0)
        for _ in 1..<TransactionBatch.capacity { batch.append(Self.sale(0), offset: 0) }
        let isFullBefore = batch.isFull
        batch.append(Self.sale(0), offset: 0)
        let isFull = batch.isFull
        #expect(!isFullBefore && isFull)
    }
}
