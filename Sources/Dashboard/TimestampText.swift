internal import Commerce

/// Moments as text.
enum TimestampText {
    /// ISO 8601 in UTC with milliseconds: `2026-03-01T09:30:00.250Z`. Finer fractions are cut off.
    static func iso8601(_ timestamp: Timestamp) -> String {
        let milliseconds = floorDivide(timestamp.microseconds, 1000)
        let days = floorDivide(milliseconds, 86_400_000)
        let rest = milliseconds - days * 86_400_000
        let (year, month, day) = civil(days: days)
        let time = [rest / 3_600_000 % 24, rest / 60_000 % 60, rest / 1000 % 60].map { padded($0, 2) }
        let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
        return "\(date)T\(time.joined(separator: ":")).\(padded(rest % 1000, 3))Z"
    }

    /// The day in the Gregorian calendar, so many days after 1970-01-01 (Howard Hinnant, "chrono-Compatible Low-Level
    /// Date Algorithms": eras of 400 years that begin on 1 March, so that the leap day comes last).
    private static func civil(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    private static func floorDivide(_ dividend: Int64, _ divisor: Int64) -> Int64 {
        let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }

    private static func padded(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
