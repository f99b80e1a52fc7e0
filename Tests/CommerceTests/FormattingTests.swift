import Foundation
import MessageTesting
import Testing

@testable import Commerce

struct FormattingTests {
    @Test func `timestamps are written with as many digits as they need`() {
        let cases: [(Int64, String)] = [
            (0, "1970-01-01T00:00:00Z"), (1_767_323_045_000_000, "2026-01-02T03:04:05Z"),
            (1_767_323_045_678_000, "2026-01-02T03:04:05.678Z"), (1_767_323_045_000_001, "2026-01-02T03:04:05.000001Z"),
            (-1, "1969-12-31T23:59:59.999999Z"), (7_289_654_399_999_000, "2200-12-31T23:59:59.999Z"),
            (.max, "+294247-01-10T04:00:54.775807Z"), (.min, "-290308-12-21T19:59:05.224192Z"),
        ]
        for (microseconds, text) in cases {
            #expect(Timestamp(microseconds: microseconds).iso8601 == text)
        }
    }

    @Test func `what is written is read as the same moment`() throws {
        var random = SplitMix64(seed: 21)
        for _ in 0..<5_000 {
            let unit = random.pick([1, 1_000, 1_000_000])
            let moment = Timestamp(microseconds: Int64(random.below(7_289_654_400_000_000) / unit * unit))
            #expect(try Timestamp(iso8601: moment.iso8601) == moment)
        }
    }

    @Test(arguments: ["", "2026", "2026-01", "2026-01-02T03", "2026-01-02T03:04:05+", "02/01/2026 03:04"])
    func `a text that is no time is an error that quotes it`(text: String) {
        #expect(throws: TimestampFormatError(text: text)) { try Timestamp(iso8601: text) }
        #expect(TimestampFormatError(text: text).description.contains("\"\(text)\""))
    }

    @Test func `the calendar counts every day from year 0 to 2400 once`() {
        var expected = CalendarDate(year: 0, month: 1, day: 1)
        let first = expected.daysSinceEpoch
        #expect(first == -719_528)
        for days in first..<(first + 2_401 * 365) {
            guard CalendarDate(daysSinceEpoch: days) == expected, expected.daysSinceEpoch == days, expected.isReal
            else {
                Issue.record("day \(days) is \(CalendarDate(daysSinceEpoch: days)), not \(expected)")
                return
            }
            expected.day += 1
            if !expected.isReal { expected = CalendarDate(year: expected.year, month: expected.month + 1, day: 1) }
            if !expected.isReal { expected = CalendarDate(year: expected.year + 1, month: 1, day: 1) }
        }
    }

    @Test func `dates are those of an independent calendar`() {
        var random = SplitMix64(seed: 5)
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        for _ in 0..<2_000 {
            let days = random.below(84_006)  // to the end of 2199
            let date = CalendarDate(daysSinceEpoch: days)
            let parts = calendar.dateComponents(
                [.year, .month, .day], from: Date(timeIntervalSince1970: Double(days) * 86_400))
            #expect(date.year == parts.year && date.month == parts.month && date.day == parts.day)
        }
    }

    @Test func `money is written exactly`() throws {
        let cases: [(Int64, String)] = [
            (0, "0.00"), (5, "0.05"), (-5, "-0.05"), (100, "1.00"), (12_345, "123.45"), (123_450, "1234.50"),
            (-123_456_789, "-1234567.89"), (.min, "-92233720368547758.08"),
        ]
        for (minorUnits, text) in cases { #expect(Money(minorUnits: minorUnits).decimalText == text) }
        let yen = try #require(Currency(code: "JPY"))
        let dinar = try #require(Currency(code: "TND"))
        #expect(Money(minorUnits: 1_234, currency: yen).decimalText == "1234")
        #expect(Money(minorUnits: 1_234, currency: dinar).decimalText == "1.234")
    }

    @Test func `digits are grouped from the last one`() {
        let cases = ["": "", "1": "1", "123": "123", "1234": "1 234", "123456": "123 456", "1234567": "1 234 567"]
        for (digits, text) in cases { #expect(digits.grouped(by: " ") == text) }
    }

    @Test func `averages are rounded half away from zero`() {
        var random = SplitMix64(seed: 2)
        for _ in 0..<10_000 {
            let (total, count) = (Int64(random.below(2_000)) - 1_000, Int64(1 + random.below(20)))
            let expected = Int64((Double(total) / Double(count)).rounded(.toNearestOrAwayFromZero))
            #expect(Money.average(minorUnits: total, count: count) == expected)
        }
        #expect(Money.average(minorUnits: 5, count: 0) == 0)
    }
}
