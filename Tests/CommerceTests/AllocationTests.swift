import Commerce
import MessageTesting
import Testing

/// Each test measures in a process of its own, in which no other thread uses the heap.
@Suite(.enabled(if: HeapMeter.isAvailable, "skipped: this C library's heap does not tell how much of it is used"))
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

    private static func decode(
        _ messages: [[UInt8]], with decoder: inout TransactionDecoder, into batch: inout TransactionBatch
    ) {
        for index in messages.indices {
            let message = messages[index]
            decoder.decode(message.rawSpan, offset: Int64(index), now: now, into: &batch)
        }
    }

    @Test func `a steady stream is decoded without allocating anything`() async {
        await #expect(processExitsWith: .success) {
            // Two spellings that never match each other's, so that the path without speculation is watched as well.
            var messages = Self.messages(500)
            messages += messages.map { Array(String(decoding: $0, as: UTF8.self).replacing(": ", with: ":").utf8) }
            var random = SplitMix64(seed: 5)
            messages.shuffle(using: &random)
            var decoder = TransactionDecoder()
            var batch = TransactionBatch(partition: 0)
            for _ in 0..<3 {
                Self.decode(messages, with: &decoder, into: &batch)
                batch.removeAll()
            }
            let growth = HeapMeter.growth { Self.decode(messages, with: &decoder, into: &batch) }
            #expect(batch.count == 1_000)
            #expect(growth == 0)
        }
    }

    @Test func `emptying a batch and filling it again allocates nothing`() async {
        await #expect(processExitsWith: .success) {
            let messages = Self.messages(200)
            var decoder = TransactionDecoder()
            var batch = TransactionBatch(partition: 0)
            // In a debug build the runtime makes metadata when a generic method is called for the first time.
            for _ in 0..<2 {
                batch.removeAll()
                Self.decode(messages, with: &decoder, into: &batch)
            }
            let growth = HeapMeter.growth {
                for _ in 0..<10 {
                    batch.removeAll()
                    Self.decode(messages, with: &decoder, into: &batch)
                }
            }
            #expect(growth == 0)
        }
    }

    @Test func `the meter sees memory that is given back at once`() async {
        await #expect(processExitsWith: .success) {
            let message = Array("{}".utf8)
            var decoder = TransactionDecoder()
            var batch = TransactionBatch(partition: 0)
            func reject() {
                decoder.decode(message.rawSpan, offset: 0, now: Self.now, into: &batch)
                batch.removeAll()
            }
            reject()
            let growth = HeapMeter.growth(during: reject)
            #expect((growth ?? 0) > 0)
        }
    }
}
