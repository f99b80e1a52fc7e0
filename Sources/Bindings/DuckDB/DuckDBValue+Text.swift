extension DuckDBValue: CustomStringConvertible {
    /// The value as text: exact numbers, ISO 8601 in UTC for moments (`2024-05-01T12:00:00.25Z`) and without a zone for what a
    /// clock shows (`2024-05-01T12:00:00.25`), bytes as DuckDB writes them
    /// (printable ASCII as it is, all others as `\xHH`).
    public var description: String {
        switch self {
        case .null: "NULL"
        case .boolean(let value): value ? "true" : "false"
        case .integer(let value): String(value)
        case .float(let value): "\(value)"
        case .double(let value): "\(value)"
        case .decimal(let value): value.description
        case .text(let value): value
        case .blob(let value): Self.text(ofBlob: value)
        case .date(let days): Self.text(ofDate: days)
        case .time(let microseconds): Self.text(ofTime: microseconds)
        case .timestamp(let microseconds): Self.text(ofTimestamp: microseconds, zone: "Z")
        case .localTimestamp(let microseconds): Self.text(ofTimestamp: microseconds, zone: "")
        }
    }

    private static func text(ofBlob bytes: [UInt8]) -> String {
        var text = ""
        for byte in bytes {
            if 0x20...0x7E ~= byte, byte != UInt8(ascii: "\\") {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                text += digits.count == 1 ? "\\x0" + digits : "\\x" + digits
            }
        }
        return text
    }

    private static func text(ofDate days: Int32) -> String {
        if days == .max { return "infinity" }
        if days == -.max { return "-infinity" }
        let (year, month, day) = civilDate(ofDay: Int64(days))
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    private static func text(ofTime microseconds: Int64) -> String {
        let seconds = microseconds / 1_000_000
        var text = "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
        let fraction = microseconds % 1_000_000
        if fraction > 0 {
            var digits = padded(fraction, 6)
            while digits.hasSuffix("0") { digits.removeLast() }
            text += "." + digits
        }
        return text
    }

    private static func text(ofTimestamp microseconds: Int64, zone: String) -> String {
        if microseconds == .max { return "infinity" }
        if microseconds == -.max { return "-infinity" }
        let perDay: Int64 = 86_400_000_000
        var (day, time) = microseconds.quotientAndRemainder(dividingBy: perDay)
        if time < 0 {
            day -= 1
            time += perDay
        }
        return "\(text(ofDate: Int32(day)))T\(text(ofTime: time))\(zone)"
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number.magnitude)
        return (number < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// Year, month and day of a count of days from 1970-01-01 in the proleptic Gregorian calendar
    /// (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days). Commerce has the same calendar, and
    /// a binding imports nothing of Souk's.
    static func civilDate(ofDay day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        )
    }
}
