import Commerce
import Foundation
import Live
import Testing

@testable import Dashboard

/// Which hours are shown of which day, by the shop's own clocks.
struct ShopDayTests {
    private static func zone(_ name: String) throws -> TimeZoneRules {
        try TimeZoneRules(tzif: [UInt8](Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/\(name)"))))
    }

    private static func moment(_ text: String) throws -> Timestamp {
        let date = try #require(try? Date(text, strategy: .iso8601))
        return Timestamp(microseconds: Int64(date.timeIntervalSince1970) * 1_000_000)
    }

    private static func quarter(_ start: String, _ transactions: Int64) throws -> MarketSnapshot.Interval {
        MarketSnapshot.Interval(start: try moment(start), revenue: transactions * 100, transactions: transactions)
    }

    private func day(_ sales: [(String, Int64)], now: String, in zone: String) throws -> ShopDay {
        ShopDay(
            try sales.map { try Self.quarter($0.0, $0.1) }, now: try Self.moment(now), zone: try Self.zone(zone))
    }

    @Test func `a day begins at the shop's midnight, and hours are those of its clocks`() throws {
        let sales: [(String, Int64)] = [
            ("2026-04-01T22:45:00Z", 9), ("2026-04-01T23:00:00Z", 1), ("2026-04-02T11:00:00Z", 2),
            ("2026-04-02T11:45:00Z", 3),
        ]
        let casablanca = try day(sales, now: "2026-04-02T12:00:00Z", in: "Africa/Casablanca")
        #expect(casablanca.date == "2026-04-02" && casablanca.isToday)
        #expect(casablanca.hours[0].transactions == 1 && casablanca.hours[12].transactions == 5)
        #expect(casablanca.hours.map(\.transactions).reduce(0, +) == 6 && casablanca.hours[12].revenue == 500)
        #expect(casablanca.peakHour == 12)
        let kolkata = try day(sales, now: "2026-04-02T12:00:00Z", in: "Asia/Kolkata")
        #expect(kolkata.hours[4].transactions == 10 && kolkata.hours[16].transactions == 2)
        #expect(kolkata.hours[17].transactions == 3 && kolkata.peakHour == 4)
    }

    @Test func `an hour that the clocks show twice holds both, and the peak is the earliest of equals`() throws {
        let sales: [(String, Int64)] = [
            ("2026-10-25T00:30:00Z", 2), ("2026-10-25T01:30:00Z", 3), ("2026-10-25T20:00:00Z", 5),
        ]
        let paris = try day(sales, now: "2026-10-25T22:00:00Z", in: "Europe/Paris")
        #expect(paris.hours[2].transactions == 5 && paris.hours[21].transactions == 5 && paris.peakHour == 2)
    }

    @Test func `as long as today has no sale the last day before it is shown, and none of tomorrow's`() throws {
        let sales: [(String, Int64)] = [("2026-02-14T22:00:00Z", 4), ("2026-04-03T00:15:00Z", 7)]
        let last = try day(sales, now: "2026-04-02T12:00:00Z", in: "UTC")
        #expect(last.date == "2026-02-14" && !last.isToday && last.peakHour == 22)
        let empty = try day([], now: "2026-04-02T12:00:00Z", in: "UTC")
        #expect(empty.date == "2026-04-02" && empty.isToday && empty.peakHour == nil)
    }
}
