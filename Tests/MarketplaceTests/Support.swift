import Foundation
import Testing

@testable import Marketplace

/// 2026-01-01T00:00:00Z.
let newYear: Int64 = 1_767_225_600_000_000

/// A message as Foundation reads it: the independent reader of these tests.
struct ParsedMessage: Decodable {
    var transaction_id: String
    var user_id: String
    var city: String
    var category: String
    var amount: Decimal
    var quantity: Int
    var payment_method: String
    var timestamp: String

    /// Microseconds since the epoch.
    var microseconds: Int64 {
        get throws {
            let whole = try Date(String(timestamp.prefix(19)) + "Z", strategy: .iso8601)
            let fraction = try #require(Int64(timestamp.dropFirst(20).dropLast()))
            return Int64(whole.timeIntervalSince1970) * 1_000_000 + fraction
        }
    }
}

/// Messages of a simulation, flat out.
func messages(_ count: Int, _ settings: SimulatorSettings) -> [[UInt8]] {
    var simulator = MarketplaceSimulator(settings)
    var arena = MessageArena()
    simulator.append(count, to: &arena)
    return (0..<arena.count).map { Array(arena.bytes[arena.range(at: $0)]) }
}

/// Messages of a simulation as Foundation reads them.
func parsed(_ count: Int, _ settings: SimulatorSettings) throws -> [ParsedMessage] {
    let decoder = JSONDecoder()
    return try messages(count, settings).map { try decoder.decode(ParsedMessage.self, from: Data($0)) }
}

/// Sales of a simulation before they become text, flat out.
func drawn(_ count: Int, _ settings: SimulatorSettings) -> [SimulatedTransaction] {
    var simulator = MarketplaceSimulator(settings)
    return (0..<count).map { _ in
        simulator.advance()
        return simulator.draw()
    }
}
