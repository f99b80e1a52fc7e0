/// A day of the Gregorian calendar, counted by the method of Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
struct CalendarDate: Sendable, Hashable, CustomStringConvertible {
    /// The year.
    let year: Int
    /// The month, 1…12.
    let month: Int
    /// The day of the month, 1…31.
    let day: Int

    /// A date, or nil if there is no such day.
    init?(year: Int, month: Int, day: Int) {
        self.init(unchecked: year, month, day)
        guard (1...12).contains(month), CalendarDate(daysSinceEpoch: daysSinceEpoch) == self else { return nil }
    }

    /// The date so many days after 1970-01-01.
    init(daysSinceEpoch: Int) {
        // The calendar is shifted to begin in March of year 0, so that leap days end a year of an era of 400.
        let shifted = daysSinceEpoch + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        self.init(unchecked: year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    private init(unchecked year: Int, _ month: Int, _ day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// Days since 1970-01-01.
    var daysSinceEpoch: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The date as ISO 8601 writes it.
    var description: String {
        func padded(_ value: Int, _ count: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, count - digits.count)) + digits
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }
}
