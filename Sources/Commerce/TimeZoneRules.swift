/// When a place's clocks were how far from UTC: a value made from the bytes of a TZif file (RFC 8536), or UTC itself.
///
/// The file's own transitions are followed by those of its footer's rule, spelled out over 400 years: the Gregorian calendar
/// repeats itself, weekdays included, so any later moment is looked up in the last of these years that is its equal.
public struct TimeZoneRules: Sendable, Hashable {
    /// Universal time, always.
    public static let utc = TimeZoneRules(initialOffset: 0, transitions: [], repeatsFrom: nil)

    /// A moment at which the distance to UTC changes.
    struct Transition: Sendable, Hashable {
        /// Seconds since the epoch, UTC.
        var moment: Int64
        /// Seconds east of UTC from then on.
        var offset: Int64
    }

    /// Seconds in 400 years of the Gregorian calendar.
    static let secondsPerEra = Int64(CalendarDate.daysPerEra) * 86_400

    private let initialOffset: Int64
    private let transitions: [Transition]
    /// For each transition, the first second of local time that belongs to it alone: what its clocks show when those of the
    /// offset before would show the same or less. Ascending like the transitions.
    private let localMoments: [Int64]
    /// From this moment on the table holds every transition of one era, if it is followed by others at all.
    private let repeatsFrom: Int64?

    /// Rules from transitions in ascending order.
    ///
    /// - Parameter repeatsFrom: The moment from which the transitions cover one whole era that repeats; nil when the last
    ///   offset stays for good.
    init(initialOffset: Int64, transitions: [Transition], repeatsFrom: Int64?) {
        self.initialOffset = initialOffset
        self.transitions = transitions
        self.repeatsFrom = repeatsFrom
        var offset = initialOffset
        localMoments = transitions.map { transition in
            defer { offset = transition.offset }
            return transition.moment + max(offset, transition.offset)
        }
    }

    /// Seconds east of UTC if that never changes.
    public var constantOffset: Int? { transitions.isEmpty ? Int(initialOffset) : nil }

    /// Seconds east of UTC at a moment.
    public func offset(at moment: Timestamp) -> Int {
        let seconds = Int64(CalendarDate.floor(Int(moment.microseconds), 1_000_000))
        let familiar = seconds - erasToSkip(seconds)
        return Int(offset(beforeIndex: Self.countUpTo(familiar, in: transitions.count) { transitions[$0].moment }))
    }

    /// The distances to UTC between two moments: since when, and how many seconds east of UTC. The first is that of the first
    /// moment.
    public func offsets(from first: Timestamp, to last: Timestamp) -> [(since: Timestamp, seconds: Int)] {
        let changes = transitions.lazy.map {
            (since: Timestamp(microseconds: $0.moment * 1_000_000), seconds: Int($0.offset))
        }
        .filter { $0.since > first && $0.since <= last }
        return [(since: first, seconds: offset(at: first))] + changes
    }

    /// The moment at which the clocks show a local time.
    ///
    /// A time that the clocks skip is read as if they had not been put forward yet, so it comes out later by the gap. Of a
    /// time that they show twice the earlier moment is meant.
    ///
    /// - Parameter local: The local time, counted as if it were UTC.
    public func utc(ofLocal local: Timestamp) -> Timestamp {
        let seconds = Int64(CalendarDate.floor(Int(local.microseconds), 1_000_000))
        let (moment, overflow) = local.microseconds.addingReportingOverflow(
            (utcSeconds(ofLocalSeconds: seconds) - seconds) * 1_000_000)
        return overflow ? local : Timestamp(microseconds: moment)
    }

    /// Seconds since the epoch at which the clocks show a local time.
    @inline(__always)
    func utcSeconds(ofLocalSeconds local: Int64) -> Int64 {
        guard !transitions.isEmpty else { return local - initialOffset }
        return local - offset(ofLocalSeconds: local)
    }

    private func offset(ofLocalSeconds local: Int64) -> Int64 {
        let familiar = local - erasToSkip(local)
        return offset(beforeIndex: Self.countUpTo(familiar, in: localMoments.count) { localMoments[$0] })
    }

    /// The seconds of the whole eras between the table's and the one that a moment, universal or local, lies in.
    private func erasToSkip(_ seconds: Int64) -> Int64 {
        guard let repeatsFrom, seconds >= repeatsFrom + Self.secondsPerEra else { return 0 }
        return (seconds - repeatsFrom) / Self.secondsPerEra * Self.secondsPerEra
    }

    private func offset(beforeIndex index: Int) -> Int64 {
        index == 0 ? initialOffset : transitions[index - 1].offset
    }

    /// How many of `count` ascending values are not greater than `value`.
    private static func countUpTo(_ value: Int64, in count: Int, _ element: (Int) -> Int64) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if element(middle) <= value {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }
}
