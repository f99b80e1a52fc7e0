import Commerce

extension Timestamp: ArgumentValue {
    static var expectation: String { "a time as ISO 8601 writes it" }
    static var example: String { "2025-03-01T08:00:00Z" }

    /// Reads a date, or a date and a time with an optional fraction and zone; without a zone it is UTC.
    init(argument: String) throws(ValueProblem) {
        guard let timestamp = Self.read(argument) else { throw Self.misread(argument) }
        self = timestamp
    }

    var argument: String {
        let day = Int64(86_400_000_000)
        let days = Int((Double(microseconds) / Double(day)).rounded(.down))
        let date = CalendarDate(daysSinceEpoch: days)
        let time = microseconds - Int64(days) * day
        let clock = [time / 3_600_000_000, time / 60_000_000 % 60, time / 1_000_000 % 60].map { Self.padded($0, to: 2) }
        let fraction = time % 1_000_000
        return "\(date.description)T\(clock.joined(separator: ":"))"
            + (fraction == 0 ? "" : ".\(Self.padded(fraction, to: 6))") + "Z"
    }

    private static func padded(_ value: Int64, to count: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, count - digits.count)) + digits
    }

    private static func read(_ text: String) -> Timestamp? {
        guard
            let match = text.wholeMatch(
                of: /(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)?)?/),
            let date = CalendarDate(year: number(match.1), month: number(match.2), day: number(match.3))
        else { return nil }
        let hour = number(match.4), minute = number(match.5), second = number(match.6)
        guard hour < 24, minute < 60, second < 60, let offset = secondsOfZone(match.8) else { return nil }
        let fraction = (match.7 ?? "") + "000000"
        let seconds = Int64(date.daysSinceEpoch) * 86_400 + Int64(hour * 3600 + minute * 60 + second - offset)
        return Timestamp(microseconds: seconds * 1_000_000 + Int64(number(fraction.prefix(6))))
    }

    private static func number(_ digits: Substring?) -> Int { digits.flatMap { Int($0) } ?? 0 }

    private static func secondsOfZone(_ zone: Substring?) -> Int? {
        guard let zone, zone != "Z" else { return 0 }
        let hours = number(zone.dropFirst().prefix(2)), minutes = number(zone.suffix(2))
        guard hours < 24, minutes < 60 else { return nil }
        return (zone.first == "-" ? -1 : 1) * (hours * 3600 + minutes * 60)
    }
}
