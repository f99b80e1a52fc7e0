internal import Commerce
internal import Foundation

/// Measures the decoder over the reference's messages, against Foundation's `JSONDecoder` over a sample of the same ones.
///
/// Messages are made beforehand and lie one after the other, as they do in a log's segment. The decoder fills batches of the
/// pipeline's size and empties them. The fastest of several rounds counts for either, so that other processes disturb the
/// figures less.
public struct DecodeBenchmark: Benchmark {
    /// `decode`.
    public static let name = "decode"
    /// What is measured.
    public static let summary = "JSON messages into columns, one core, against Foundation's JSONDecoder"

    private let messageCount: Int
    private let rounds: Int
    private let sampleCount: Int
    private let seed: UInt64

    /// A benchmark of a size.
    ///
    /// - Parameters:
    ///   - messageCount: How many messages a round decodes.
    ///   - rounds: How many rounds there are; the fastest counts.
    ///   - sampleCount: How many of the messages `JSONDecoder` gets.
    ///   - seed: What the messages are made from.
    public init(messageCount: Int = 1_000_000, rounds: Int = 5, sampleCount: Int = 50_000, seed: UInt64 = 1) {
        precondition(messageCount > 0 && rounds > 0 && sampleCount > 0, "a benchmark measures something")
        self.messageCount = messageCount
        self.rounds = rounds
        self.sampleCount = min(sampleCount, messageCount)
        self.seed = seed
    }

    /// Measures both decoders.
    ///
    /// - Throws: `DecodeBenchmarkError` when the decoder refuses a message, and `JSONDecoder`'s errors.
    public func run() throws -> BenchmarkReport {
        let messages = DecodeBenchmarkMessages(count: messageCount, seed: seed)
        let bytesPerMessage = Double(messages.bytes.count) / Double(messageCount)
        let seconds = try fastestRound(over: messages)
        let baselineSeconds = try baseline(over: messages)
        let rate = Double(messageCount) / seconds
        let baselineRate = Double(sampleCount) / baselineSeconds
        var report = BenchmarkReport(benchmark: Self.name)
        report.add("message size", bytesPerMessage, "bytes")
        report.add("souk", rate, "messages/s")
        report.add("souk per message", 1e9 / rate, "ns")
        report.add("souk volume", rate * bytesPerMessage / 1e6, "MB/s")
        report.add("JSONDecoder", baselineRate, "messages/s")
        report.add("JSONDecoder per message", 1e9 / baselineRate, "ns")
        report.add("JSONDecoder volume", baselineRate * bytesPerMessage / 1e6, "MB/s")
        report.add("souk to JSONDecoder", rate / baselineRate, "×")
        return report
    }

    private func fastestRound(over messages: DecodeBenchmarkMessages) throws -> Double {
        var decoder = TransactionDecoder()
        var batch = TransactionBatch(partition: 0)
        let now = DecodeBenchmarkMessages.end
        var fastest = Double.infinity
        for _ in 0..<rounds {
            var accepted = 0
            let start = ContinuousClock.now
            for index in 0..<messages.count {
                decoder.decode(messages.message(at: index), offset: Int64(index), now: now, into: &batch)
                if batch.isFull {
                    accepted += batch.count
                    try Self.refuseRejections(in: batch)
                    batch.removeAll()
                }
            }
            accepted += batch.count
            try Self.refuseRejections(in: batch)
            batch.removeAll()
            fastest = min(fastest, Self.seconds(since: start))
            guard accepted == messageCount else {
                throw DecodeBenchmarkError(detail: "\(accepted) of \(messageCount) messages came out")
            }
        }
        return fastest
    }

    private static func refuseRejections(in batch: borrowing TransactionBatch) throws {
        if let rejection = batch.rejections.first {
            throw DecodeBenchmarkError(detail: "message \(rejection.offset): \(rejection.detail)")
        }
    }

    private func baseline(over messages: DecodeBenchmarkMessages) throws -> Double {
        struct Message: Decodable {
            var transaction_id: String
            var user_id: String
            var city: String
            var category: String
            var amount: Decimal
            var quantity: Int32
            var payment_method: String
            var timestamp: String
        }
        let samples = (0..<sampleCount).map { Data(messages.bytes[messages.range(at: $0)]) }
        let decoder = JSONDecoder()
        var fastest = Double.infinity
        for _ in 0..<rounds {
            var quantity = 0
            let start = ContinuousClock.now
            for message in samples {
                quantity += Int(try decoder.decode(Message.self, from: message).quantity)
            }
            fastest = min(fastest, Self.seconds(since: start))
            guard quantity >= sampleCount else { throw DecodeBenchmarkError(detail: "JSONDecoder lost messages") }
        }
        return fastest
    }

    private static func seconds(since start: ContinuousClock.Instant) -> Double {
        let elapsed = (ContinuousClock.now - start).components
        return Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18
    }
}
