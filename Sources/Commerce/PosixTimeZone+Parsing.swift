extension PosixTimeZone {
    /// Reads the notation of the POSIX variable `TZ` with RFC 8536's extension.
    ///
    /// - Throws: `TimeZoneRulesError.invalidFooter`.
    init(_ text: String) throws(TimeZoneRulesError) {
        var parser = Parser(rest: text.utf8[...])
        guard let zone = parser.readZone() else { throw .invalidFooter(text) }
        self = zone
    }

    /// Reads from the front of what is left; each part is nil when it doesn't stand there.
    private struct Parser {
        var rest: Substring.UTF8View

        mutating func readZone() -> PosixTimeZone? {
            guard readName(), let west = readTime(hourLimit: 24) else { return nil }
            guard !rest.isEmpty else { return PosixTimeZone(standardOffset: -west, summer: nil) }
            guard readName() else { return nil }
            var summerWest = west - 3_600
            if rest.first != ASCII.comma {
                guard let time = readTime(hourLimit: 24) else { return nil }
                summerWest = time
            }
            guard let start = readChange(), let end = readChange(), rest.isEmpty else { return nil }
            return PosixTimeZone(
                standardOffset: -west, summer: Summer(offset: -summerWest, start: start, end: end))
        }

        /// `CET` or `<+01>`.
        private mutating func readName() -> Bool {
            if read(UInt8(ascii: "<")) {
                guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
                rest = rest[rest.index(after: end)...]
                return true
            }
            let name = rest.prefix { $0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z") }
            rest = rest[name.endIndex...]
            return name.count >= 3
        }

        private mutating func readChange() -> Change? {
            guard read(ASCII.comma), let day = readDay() else { return nil }
            guard read(UInt8(ascii: "/")) else { return Change(day: day, secondsFromMidnight: 7_200) }
            guard let time = readTime(hourLimit: 167) else { return nil }
            return Change(day: day, secondsFromMidnight: time)
        }

        private mutating func readDay() -> Change.Day? {
            if read(UInt8(ascii: "J")) {
                return readNumber(in: 1...365).map { .julian(Int($0)) }
            }
            guard read(UInt8(ascii: "M")) else {
                return readNumber(in: 0...365).map { .ordinal(Int($0)) }
            }
            guard let month = readNumber(in: 1...12), read(ASCII.point), let week = readNumber(in: 1...5),
                read(ASCII.point), let weekday = readNumber(in: 0...6)
            else { return nil }
            return .weekday(month: Int(month), week: Int(week), weekday: Int(weekday))
        }

        /// `[+-]hh[:mm[:ss]]` in seconds.
        private mutating func readTime(hourLimit: Int64) -> Int64? {
            let isNegative = read(ASCII.minus)
            if !isNegative { _ = read(ASCII.plus) }
            guard var seconds = readNumber(in: 0...hourLimit).map({ $0 * 3_600 }) else { return nil }
            for unit in [Int64(60), 1] where read(ASCII.colon) {
                guard let number = readNumber(in: 0...59) else { return nil }
                seconds += number * unit
            }
            return isNegative ? -seconds : seconds
        }

        private mutating func readNumber(in range: ClosedRange<Int64>) -> Int64? {
            let digits = rest.prefix { ASCII.digit($0) <= 9 }
            guard let number = Int64(Substring(digits)), range.contains(number) else { return nil }
            rest = rest[digits.endIndex...]
            return number
        }

        private mutating func read(_ byte: UInt8) -> Bool {
            guard rest.first == byte else { return false }
            rest = rest.dropFirst()
            return true
        }
    }
}
