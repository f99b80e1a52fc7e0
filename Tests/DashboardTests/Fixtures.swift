import Commerce
import Live
import Synchronization

@testable import Dashboard

/// A clock that stands still.
struct FixedClock: WallClock {
    var time = Timestamp(microseconds: 1_772_357_400_250_000)

    func now() -> Timestamp { time }
}

/// A log that only remembers, or refuses.
final class FakeIntake: TransactionIntake {
    struct Full: Error {}

    private let stored = Mutex<[String]>([])
    private let isFull: Bool

    init(isFull: Bool = false) {
        self.isFull = isFull
    }

    var messages: [String] { stored.withLock { $0 } }

    func append(_ messages: [[UInt8]]) throws {
        if isFull { throw Full() }
        stored.withLock { $0 += messages.map { String(decoding: $0, as: UTF8.self) } }
    }
}

enum Fixtures {
    static let moment = Timestamp(microseconds: 1_772_357_400_250_000)

    static func transaction(_ number: Int, amount: Int64, city: String = "Rabat") -> Transaction {
        Transaction(
            transactionID: "abcdef\(1000 + number)-rest", userID: "U\(number)", city: city, category: "Mode",
            amount: amount, quantity: Int32(number + 1), paymentMethod: "Carte",
            timestamp: Timestamp(microseconds: moment.microseconds - Int64(number) * 1_000_000))
    }

    /// A small market whose figures are all different.
    static func market(city: String = "Fès \"médina\"", revenue: Int64 = 123_450) -> MarketSnapshot {
        var market = MarketSnapshot()
        market.transactions = 7
        market.revenue = revenue
        market.quantity = 19
        market.customers = 5
        market.customersError = 0.0081
        market.categories = [
            .init(key: "Mode", revenue: 100_000, transactions: 4, quantity: 10),
            .init(key: "Livres", revenue: 23_450, transactions: 3, quantity: 9),
        ]
        market.cities = [
            .init(key: city, revenue: 100_001, transactions: 5, quantity: 12, topCategory: "Livres"),
            .init(key: "Rabat", revenue: 20_000, transactions: 1, quantity: 4),
            .init(key: "Safi", revenue: 3_449, transactions: 1, quantity: 3),
        ]
        market.paymentMethods = [
            .init(key: "Carte", revenue: 50_000, transactions: 5, quantity: 11),
            .init(key: "Espèces", revenue: 73_450, transactions: 2, quantity: 8),
        ]
        market.series = (0..<5).map { index in
            .init(
                start: Timestamp(microseconds: 1_772_357_100_000_000 + index * 60_000_000), revenue: 20_000 + index,
                transactions: 1)
        }
        market.quarters = [(-4, 1, 20_000), (-1, 4, 80_000), (0, 2, 23_450)].map { quarter, transactions, revenue in
            .init(
                start: Timestamp(microseconds: 1_772_357_400_000_000 + quarter * 900_000_000), revenue: revenue,
                transactions: transactions)
        }
        market.largeTransactions = 3
        market.top = (0..<10).map { transaction($0, amount: 90_010 - Int64($0) * 100, city: city) }
        market.latest = (0..<20).map { transaction($0, amount: 5_000 + Int64($0), city: city) }
        market.pipeline = pipeline()
        return market
    }

    static func pipeline() -> PipelineSnapshot {
        var pipeline = PipelineSnapshot()
        pipeline.phase = .running
        pipeline.read = 12
        pipeline.accepted = 7
        pipeline.rejected = 5
        pipeline.rejectedByReason = ["invalid_json": 3, "missing_field": 1, "a\"b\\c\nd": 1]
        pipeline.windowed = 7
        pipeline.staleWindows = 1
        pipeline.revised = 2
        pipeline.windowsClosed = 4
        pipeline.commits = 3
        pipeline.rate = 12.5
        pipeline.lag = 8
        pipeline.watermark = Timestamp(microseconds: 1_772_357_340_500_000)
        pipeline.lastCommit = Timestamp(microseconds: 1_772_357_399_000_000)
        pipeline.lastCommitSeconds = 0.25
        pipeline.partitions = [
            .init(partition: 0, position: 6, end: 10, watermark: pipeline.watermark),
            .init(partition: 1, position: 6, end: 10, watermark: nil),
        ]
        return pipeline
    }

    /// Serves a market on a free port for as long as `body` takes.
    static func withServer(
        _ market: MarketSnapshot = market(), token: String? = nil, allowedHosts: [String] = [],
        listen: String = "127.0.0.1:0", intake: (any TransactionIntake)? = nil,
        _ body: (_ port: UInt16, _ hub: Hub) throws -> Void
    ) throws {
        let hub = Hub()
        hub.publish(market)
        let server = try DashboardServer.start(
            hub: hub,
            settings: DashboardSettings(
                listen: listen, token: token, allowedHosts: allowedHosts, version: "1.2.3", clock: FixedClock(),
                intake: intake))
        defer { server.stop() }
        let port = server.address.split(separator: ":").last.flatMap { UInt16($0) }
        try body(port ?? 0, hub)
    }
}

/// Numbers that look random and are the same in every run (SplitMix64, Steele et al. 2014).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
