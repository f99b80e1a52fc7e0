internal import Foundation
internal import Marketplace

/// The simulator into a buffer that is thrown away.
///
/// The baseline, in the same run, is Foundation's JSONEncoder writing the same kind of message.
public struct MarketplaceBenchmark: Benchmark {
    /// The benchmark's name on the command line.
    public static let name = "marketplace"
    /// What is measured.
    public static let summary = "simulated sales per second on one core, beside Foundation's JSONEncoder"

    private let count: Int

    /// - Parameter count: how many messages.
    public init(count: Int = 3_000_000) {
        self.count = count
    }

    private struct Sale: Encodable {
        var transaction_id: String
        var user_id: String
        var city: String
        var category: String
        var amount: Double
        var quantity: Int
        var payment_method: String
        var timestamp: String
    }

    /// Simulates, and encodes.
    public func run() throws -> BenchmarkReport {
        var simulator = MarketplaceSimulator(SimulatorSettings(seed: 7, start: SimulatedLog.start))
        var arena = MessageArena()
        var bytes = 0
        let simulated = Measurement.take {
            for _ in 0..<count / 8_192 {
                simulator.append(8_192, to: &arena)
                bytes += arena.bytes.count
                arena.removeAll()
            }
        }
        let messages = Double(count / 8_192 * 8_192)
        let encoder = JSONEncoder()
        let sample = count / 30
        let encoded = try Measurement.take {
            for number in 0..<sample {
                let sale = Sale(
                    transaction_id: "3f2b8c1e-7d45-4f0a-9c36-5b1d2e8f4a67", user_id: "user_\(number % 50_000)",
                    city: "Casablanca", category: "Electronics", amount: Double(number % 100_000) / 100, quantity: 2,
                    payment_method: "Credit Card", timestamp: "2026-01-01T12:34:56.789012Z")
                bytes += try encoder.encode(sale).count
            }
        }
        var report = BenchmarkReport(benchmark: Self.name)
        report.add("JSONEncoder", Double(sample) / encoded.seconds, "messages/s")
        report.add("simulator", messages / simulated.seconds, "messages/s")
        report.add("ratio", messages / simulated.seconds / (Double(sample) / encoded.seconds), "×")
        return report
    }
}
