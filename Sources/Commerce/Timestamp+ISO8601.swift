extension Timestamp {
    /// The moments that a transaction may have: the years 1970 to 2200 in UTC, in microseconds since the epoch.
    public static let acceptedMicroseconds: Range<Int64> = 0..<7_289_654_400_000_000

    /// Reads a moment in ISO 8601, or as exports write it:
    /// `YYYY-MM-DD[(T|t|space)HH:MM[:SS[(.|,)1-9 digits]][[space](Z|z|UTC|±HH|±HHMM|±HH:MM)]]`.
    ///
    /// A date alone is its midnight. Digits behind the microseconds are cut off.
    ///
    /// - Parameters:
    ///   - text: The moment.
    ///   - zone: The zone of a moment that names none.
    /// - Throws: `TimestampFormatError` when the text is no such moment.
    public init(iso8601 text: String, zone: TimeZoneRules = .utc) throws(TimestampFormatError) {
        var reader = TimestampReader(zone: zone)
        guard let microseconds = reader.read(text.utf8.span.rawSpan) else {
            throw TimestampFormatError(text: text)
        }
        self.init(microseconds: microseconds)
    }

    /// The moment in UTC as `2026-01-02T03:04:05Z`, with three or six digits of fraction when it is not whole.
    ///
    /// A year outside 0…9999 is written with its sign.
    public var iso8601: String { Self.iso8601(ofClockMicroseconds: microseconds) + "Z" }

    /// The moment as clocks a whole count of seconds east of UTC show it, with that offset: `2026-01-02T04:04:05+01:00`.
    public func iso8601(offsetSeconds: Int) -> String {
        let (shown, overflow) = microseconds.addingReportingOverflow(Int64(offsetSeconds) * 1_000_000)
        guard !overflow else { return iso8601 }
        let distance = abs(offsetSeconds)
        var offset = "\(Self.padded(distance / 3_600, 2)):\(Self.padded(distance / 60 % 60, 2))"
        if distance % 60 != 0 { offset += ":\(Self.padded(distance % 60, 2))" }
        return Self.iso8601(ofClockMicroseconds: shown) + (offsetSeconds < 0 ? "-" : "+") + offset
    }

    private static func iso8601(ofClockMicroseconds microseconds: Int64) -> String {
        let perDay = 86_400_000_000
        let (quotient, remainder) = Int(microseconds).quotientAndRemainder(dividingBy: perDay)
        let date = CalendarDate(daysSinceEpoch: remainder < 0 ? quotient - 1 : quotient)
        let time = remainder < 0 ? remainder + perDay : remainder
        let seconds = time / 1_000_000
        let fraction = time % 1_000_000
        var text = date.year < 0 ? "-" : date.year > 9_999 ? "+" : ""
        text += "\(padded(abs(date.year), 4))-\(padded(date.month, 2))-\(padded(date.day, 2))"
        text += "T\(padded(seconds / 3_600, 2)):\(padded(seconds / 60 % 60, 2))"
        text += ":\(padded(seconds % 60, 2))"
        if fraction % 1_000 != 0 {
            text += ".\(padded(fraction, 6))"
        } else if fraction != 0 {
            text += ".\(padded(fraction / 1_000, 3))"
        }
        return text
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
