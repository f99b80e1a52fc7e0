import Commerce
import Testing

@Suite(.enabled(if: AllocationCounter.isAvailable, "skipped: this system does not let its allocator be watched"))
struct AllocationTests {
    private static let now = Timestamp(microseconds: 1_767_225_600_000_000)

    private static func messages(_ count: Int) -> [[UInt8]] {
        (0..<count).map { index in
            var text = #"{"transaction_id": "t-\#(index)", "user_id": "user_\#(index % 50)", "city": "F\u00e8s", "#
            text +=
                #""category": "Électronique", "amount": "\#(index + 1).50", "quantity": 2, "extra": {"a": [1, null]}, "#
            text += #""payment_method": "card", "timestamp": "2025-12-31T23:59:0\#(index % 10).123456+01:00"}"#
            return Array(text.utf8)
        }
    }

    @Test func `a steady stream is decoded without allocating anything`() throws {
        // Two spellings that never match each other's, so that the path without speculation is watched as well.
        var messages = Self.messages(500)
        messages += messages.map { Array(String(decoding: $0, as: UTF8.self).replacing(": ", with: ":").utf8) }
        var random = SplitMix64(seed: 5)
        messages.shuffle(using: &random)
        var decoder = TransactionDecoder()
        var batch = TransactionBatch(partition: 0)
        for _ in 0..<3 {
            decode(messages, with: &decoder, into: &batch)
            batch.removeAll()
        }
        let allocations = AllocationCounter.count { decode(messages, with: &decoder, into: &batch) }
        #expect(batch.count == messages.count)
        #expect(allocations == 0)
    }

    @Test func `emptying a batch and filling it again allocates nothing`() throws {
        let messages = Self.messages(200)
        var decoder = TransactionDecoder()
        var batch = TransactionBatch(partition: 0)
        // The first round also makes the runtime look up what it needs to know of generic types.
        decode(messages, with: &decoder, into: &batch)
        batch.removeAll()
        let allocations = AllocationCounter.count {
            for _ in 0..<10 {
                batch.removeAll()
                decode(messages, with: &decoder, into: &batch)
            }
        }
        #expect(allocations == 0)
    }

    @Test func `the counter sees an allocation`() throws {
        var kept: [[Int]] = []
        let allocations = AllocationCounter.count {
            for index in 0..<10 { kept.append([index, index]) }
        }
        #expect(allocations >= 10)
        #expect(kept.count == 10)
    }

    private func decode(
        _ messages: [[UInt8]], with decoder: inout TransactionDecoder, into batch: inout TransactionBatch
    ) {
        for index in messages.indices {
            let message = messages[index]
            decoder.decode(message.rawSpan, offset: Int64(index), now: Self.now, into: &batch)
        }
    }
}
