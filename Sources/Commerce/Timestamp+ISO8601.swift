extension Timestamp {
    /// The moments that a transaction may have: the years 1970 to 2200 in UTC, in microseconds since the epoch.
    public static let acceptedMicroseconds: Range<Int64> = 0..<7_289_654_400_000_000

    /// Reads a moment in ISO 8601: `YYYY-MM-DD(T|t|space)HH:MM[:SS[(.|,)1-9 digits]][Z|z|±HH|±HHMM|±HH:MM]`.
    ///
    /// Digits behind the microseconds are cut off.
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
    public var iso8601: String {
        let perDay = 86_400_000_000
        let (quotient, remainder) = Int(microseconds).quotientAndRemainder(dividingBy: perDay)
        let date = CalendarDate(daysSinceEpoch: remainder < 0 ? quotient - 1 : quotient)
        let time = remainder < 0 ? remainder + perDay : remainder
        let seconds = time / 1_000_000
        let fraction = time % 1_000_000
        var text = date.year < 0 ? "-" : date.year > 9_999 ? "+" : ""
        text += "\(Self.padded(abs(date.year), 4))-\(Self.padded(date.month, 2))-\(Self.padded(date.day, 2))"
        text += "T\(Self.padded(seconds / 3_600, 2)):\(Self.padded(seconds / 60 % 60, 2))"
        text += ":\(Self.padded(seconds % 60, 2))"
        if fraction % 1_000 != 0 {
            text += ".\(Self.padded(fraction, 6))"
        } else if fraction != 0 {
            text += ".\(Self.padded(fraction / 1_000, 3))"
        }
        return text + "Z"
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
