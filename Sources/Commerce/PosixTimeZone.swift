/// A rule for all years in the notation of the POSIX variable `TZ`: `CET-1CEST,M3.5.0,M10.5.0/3`.
///
/// RFC 8536 extends the times of change to −167…167 hours, which may lie on another day.
struct PosixTimeZone: Equatable {
    /// A day of each year, and the seconds from its midnight until the clocks change.
    struct Change: Equatable {
        /// Ways to name a day.
        enum Day: Equatable {
            /// `Jn`: 1…365, without counting 29 February.
            case julian(Int)
            /// `n`: 0…365, counting 29 February.
            case ordinal(Int)
            /// `Mm.w.d`: the week's 1st to 4th such weekday of the month, or its last (5); Sunday is 0.
            case weekday(month: Int, week: Int, weekday: Int)
        }

        var day: Day
        var secondsFromMidnight: Int64

        /// Seconds from the epoch to the change in local time.
        func localSeconds(in year: Int) -> Int64 {
            let firstDay = CalendarDate(year: year, month: 1, day: 1).daysSinceEpoch
            let days: Int
            switch day {
            case .julian(let number):
                days = firstDay + number - 1 + (CalendarDate.isLeap(year) && number > 59 ? 1 : 0)
            case .ordinal(let number):
                days = firstDay + number
            case .weekday(let month, let week, let weekday):
                days = Self.day(year: year, month: month, week: week, weekday: weekday)
            }
            return Int64(days) * 86_400 + secondsFromMidnight
        }

        private static func day(year: Int, month: Int, week: Int, weekday: Int) -> Int {
            let firstDay = CalendarDate(year: year, month: month, day: 1).daysSinceEpoch
            // 1970-01-01 was a Thursday.
            let firstWeekday = firstDay + 4 - CalendarDate.floor(firstDay + 4, 7) * 7
            let day = (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
            return firstDay + (day < CalendarDate.days(inMonth: month, of: year) ? day : day - 7)
        }
    }

    /// Summer time: its offset, when it begins and when it ends.
    struct Summer: Equatable {
        var offset: Int64
        var start: Change
        var end: Change
    }

    /// Seconds east of UTC outside of summer time.
    var standardOffset: Int64
    /// Nil where the clocks never change.
    var summer: Summer?

    /// The changes of one whole era behind a moment, and where the era begins.
    ///
    /// - Parameter moment: The last transition that is known otherwise; nil when there is none, and then the rule holds from
    ///   1600 on.
    func transitions(
        after moment: Int64?
    ) -> (transitions: [TimeZoneRules.Transition], repeatsFrom: Int64?) {
        let firstYear = moment.map { CalendarDate(daysSinceEpoch: CalendarDate.floor(Int($0), 86_400)).year } ?? 1_600
        guard let summer else { return ([], nil) }
        var changes: [TimeZoneRules.Transition] = []
        for year in firstYear...(firstYear + 402) {
            let start = TimeZoneRules.Transition(
                moment: summer.start.localSeconds(in: year) - standardOffset, offset: summer.offset)
            let end = TimeZoneRules.Transition(
                moment: summer.end.localSeconds(in: year) - summer.offset, offset: standardOffset)
            changes += start.moment < end.moment ? [start, end] : [end, start]
        }
        let later = changes.filter { $0.moment > moment ?? .min }
        let repeatsFrom = Int64(CalendarDate(year: firstYear + 1, month: 7, day: 1).daysSinceEpoch) * 86_400
        return (Self.withoutEmptyPeriods(later), repeatsFrom)
    }

    /// Where one change undoes another at the same moment (summer all year round), the later one alone counts.
    private static func withoutEmptyPeriods(
        _ changes: [TimeZoneRules.Transition]
    ) -> [TimeZoneRules.Transition] {
        var kept: [TimeZoneRules.Transition] = []
        for change in changes {
            while let last = kept.last, last.moment >= change.moment { kept.removeLast() }
            kept.append(change)
        }
        return kept
    }
}
