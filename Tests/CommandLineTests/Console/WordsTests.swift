import Testing

@testable import souk

@Suite struct WordsTests {
    @Test(arguments: [
        (0, "0"), (999, "999"), (1000, "1_000"), (1_234_567, "1_234_567"), (-1_234, "-1_234"), (-999, "-999"),
        (Int.min, "-9_223_372_036_854_775_808"),
    ])
    func `numbers are grouped by three`(value: Int, expected: String) {
        #expect(Words.number(value) == expected.replacing("_", with: "\u{202F}"))
    }

    @Test(arguments: [
        (0, "0"), (7, "7"), (950, "950"), (9500, "9.5k"), (12_340, "12.3k"), (999_400, "999k"), (999_600, "1M"),
        (1_250_000, "1.25M"), (3e9, "3G"), (0.25, "0.25"),
    ])
    func `short numbers have three digits`(value: Double, expected: String) {
        #expect(Words.short(value) == expected)
    }

    @Test(arguments: [
        (Duration.milliseconds(850), "850 milliseconds"), (.milliseconds(1), "1 millisecond"),
        (.seconds(1), "1 second"),
        (.milliseconds(12_340), "12.3 seconds"), (.seconds(60), "1 minute"), (.seconds(185), "3 minutes 5 seconds"),
        (.seconds(3600), "1 hour"), (.seconds(3605), "1 hour"), (.seconds(90_000), "1 day 1 hour"),
        (.zero, "0 milliseconds"),
        (.milliseconds(59_990), "1 minute"),
    ])
    func `durations are told in their two largest units`(value: Duration, expected: String) {
        #expect(Words.duration(value) == expected)
    }

    @Test(arguments: [
        (1, "1 byte"), (1023, "1\u{202F}023 bytes"), (1536, "1.5 KiB"), (64 << 20, "64 MiB"), (5 << 40, "5 TiB"),
    ])
    func `sizes are told in binary units`(value: Int, expected: String) {
        #expect(Words.bytes(value) == expected)
    }

    @Test func `one is singular`() {
        #expect(Words.count(1, "row") == "1 row")
        #expect(Words.count(0, "row") == "0 rows")
        #expect(Words.count(2, "city", "cities") == "2 cities")
    }
}
