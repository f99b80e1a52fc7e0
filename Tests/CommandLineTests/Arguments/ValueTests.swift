import Commerce
import Foundation
import Testing

@testable import souk

@Suite struct ValueTests {
    private func value<Value: ArgumentValue>(_ type: Value.Type, _ text: String) -> Value? {
        try? Value(argument: text)
    }

    @Test(arguments: [
        ("0", 0), ("42", 42), ("1_000_000", 1_000_000), ("10k", 10_000), ("1M", 1_000_000), ("2.5M", 2_500_000),
        ("0.001k", 1), ("9223372036854775807", Int64.max),
    ])
    func `counts may have suffixes, fractions and separators`(text: String, expected: Int64) {
        #expect(value(Count.self, text)?.value == expected)
    }

    @Test(arguments: [
        "", "k", "-1", "1.5", "1.2345k", "1__", "_1", "1 k", "1e6", "9223372036854775808", "99999999999G", "1.", ".5",
        "1.5.5", "٣",
    ])
    func `what is no whole number is no count`(text: String) {
        #expect(value(Count.self, text) == nil)
    }

    @Test(arguments: [
        ("max", Rate.unlimited), ("50", .perSecond(50)), ("5k", .perSecond(5000)), ("1_000", .perSecond(1000)),
        ("0.2", .paced(.init(millionths: 200_000, unit: .second))), ("10/s", .perSecond(10)),
        ("1/min", .paced(.init(millionths: 1_000_000, unit: .minute))),
        ("2.5/h", .paced(.init(millionths: 2_500_000, unit: .hour))),
    ])
    func `a rate is a number or max`(text: String, expected: Rate) {
        #expect(value(Rate.self, text) == expected)
        #expect(value(Rate.self, expected.argument) == expected)
    }

    @Test func `a rate below one a second is told in messages per second`() {
        #expect(value(Rate.self, "1/min") != value(Rate.self, "1"))
        for (text, perSecond) in [("0.2", 0.2), ("1/min", 1.0 / 60), ("90/h", 0.025)] {
            guard case .paced(let pace) = value(Rate.self, text) else {
                Issue.record("\(text) is no pace")
                continue
            }
            #expect(abs(pace.perSecond - perSecond) < 1e-12)
        }
        #expect(value(Rate.self, "0.2")?.words == "0.2 transactions/s")
        #expect(value(Rate.self, "1/min")?.words == "1 transaction/min")
    }

    @Test(arguments: ["0", "MAX", "-5", "", "fast", "0.0000001", "1/", "/min", "1/day", "max/min", "1/min/h", "0/min"])
    func `nothing else is a rate`(text: String) {
        #expect(value(Rate.self, text) == nil)
    }

    @Test(arguments: [
        ("5s", Duration.seconds(5)), ("250ms", .milliseconds(250)), ("1m", .seconds(60)), ("24h", .seconds(86_400)),
        ("1h30m", .seconds(5400)), ("1.5h", .seconds(5400)), ("0s", .zero), ("2d", .seconds(172_800)),
        ("10us", .microseconds(10)),
    ])
    func `durations have units`(text: String, expected: Duration) {
        #expect(value(Duration.self, text) == expected)
    }

    @Test(arguments: ["", "5", "s", "5x", "-5s", "5 s", "1h30", "999999999999h", "5sec"])
    func `what has no unit is no duration`(text: String) {
        #expect(value(Duration.self, text) == nil)
    }

    @Test(arguments: [
        ("64MiB", 64 << 20), ("64MB", 64_000_000), ("1GiB", 1 << 30), ("512", 512), ("1.5KiB", 1536), ("7B", 7),
        ("2kB", 2000),
    ])
    func `sizes have binary and decimal units`(text: String, expected: Int64) {
        #expect(value(ByteSize.self, text)?.bytes == expected)
    }

    @Test(arguments: ["64M", "64 MiB", "-1", "MiB", "0.3B", "9TiBs"])
    func `ambiguous sizes are refused`(text: String) {
        #expect(value(ByteSize.self, text) == nil)
    }

    @Test func `values are read back from what is written of them`() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<500 {
            let nanoseconds = Int64.random(in: 0...1 << Int64.random(in: 1...61), using: &random)
            let duration = Duration.nanoseconds(nanoseconds)
            #expect(value(Duration.self, duration.argument) == duration)
            let size = ByteSize(bytes: nanoseconds)
            #expect(value(ByteSize.self, size.argument) == size)
            let share = Share(millionths: nanoseconds % 1_000_001)
            #expect(value(Share.self, share.argument) == share, "\(share.argument)")
            let amount = value(Amount.self, "\(nanoseconds % 1_000_000_000).\(nanoseconds % 1_000)")
            #expect(amount != nil && value(Amount.self, amount?.argument ?? "") == amount)
            let timestamp = Timestamp(microseconds: nanoseconds % 7_258_118_400_000_000)
            #expect(value(Timestamp.self, timestamp.argument) == timestamp, "\(timestamp.argument)")
        }
    }

    @Test(arguments: [
        ("0", 0), ("1", 1_000_000), ("0.01", 10_000), ("1%", 10_000), ("100%", 1_000_000), ("0.5%", 5000),
    ])
    func `a share is a fraction or in percent`(text: String, expected: Int64) {
        #expect(value(Share.self, text)?.millionths == expected)
    }

    @Test(arguments: ["1.01", "101%", "-1", "", "half"])
    func `a share is not more than the whole`(text: String) {
        #expect(value(Share.self, text) == nil)
    }

    @Test(arguments: [
        "2025-03-01T08:00:00Z", "2025-03-01T08:00:00+01:00", "2024-02-29T23:59:59-05:30", "1999-12-31T00:00:00Z",
    ])
    func `times are read as Foundation reads them`(text: String) throws {
        let expected = try Date(text, strategy: .iso8601)
        #expect(value(Timestamp.self, text)?.microseconds == Int64(expected.timeIntervalSince1970) * 1_000_000)
    }

    @Test func `times may leave out what is zero`() {
        let midnight = value(Timestamp.self, "2025-03-01T00:00:00Z")
        for text in ["2025-03-01", "2025-03-01 00:00", "2025-03-01T00:00:00", "2025-03-01T01:00+0100"] {
            #expect(value(Timestamp.self, text) == midnight, "\(text)")
        }
        #expect(
            value(Timestamp.self, "2025-03-01T00:00:00.25Z")?.microseconds == (midnight?.microseconds ?? 0) + 250_000)
    }

    @Test(arguments: [
        "", "today", "2025-02-29", "2025-13-01", "2025-3-1", "2025-03-01T24:00:00Z", "2025-03-01T08", "1740816000000",
    ])
    func `what is no time is refused`(text: String) {
        #expect(value(Timestamp.self, text) == nil)
    }

    @Test func `every kind of value says what it expects, with an example that it accepts`() throws {
        func check<Value: ArgumentValue>(_ type: Value.Type) {
            let examples = Value.example.replacing(" or ", with: ", ").split(separator: ", ")
            for example in examples {
                #expect(value(type, String(example)) != nil, "\(type): \(example)")
            }
            #expect(!Value.expectation.isEmpty)
        }
        check(Count.self)
        check(Rate.self)
        check(ByteSize.self)
        check(Duration.self)
        check(Share.self)
        check(Timestamp.self)
        check(Amount.self)
        check(Int.self)
        check(UInt64.self)
        check(TimeZoneName.self)
        check(NetworkAddress.self)
        check(LogURL.self)
        check(LakeURL.self)
        check(EngineURL.self)
        check(AnalysisEngineURL.self)
        check(LogLevel.self)
    }
}
