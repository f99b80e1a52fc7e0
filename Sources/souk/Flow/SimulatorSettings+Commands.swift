import Commerce
import Marketplace

extension SimulatorSettings {
    /// The shop's day follows the clocks of Casablanca.
    init(seed: UInt64, start: Int64, broken: Share, currency: Currency) throws {
        self.init(seed: seed, start: start)
        brokenShare = broken.fraction
        self.currency = currency
        let casablanca = try TimeZoneDatabase.rules(of: TimeZoneName.casablanca.identifier)
        localOffset = { Int64(casablanca.offset(at: Timestamp(microseconds: $0))) }
    }

    /// A seed that goes on where an earlier simulation with the same seed has written so many messages, instead of selling the
    /// same again.
    static func seed(_ seed: UInt64, continuingAfter messages: Int64) -> UInt64 {
        messages == 0 ? seed : seed ^ (UInt64(messages) &* 0x9E37_79B9_7F4A_7C15)
    }
}
