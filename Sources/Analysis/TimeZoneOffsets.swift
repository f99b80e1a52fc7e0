internal import Commerce

/// A time zone, as far as the report needs one.
public protocol TimeZoneOffsets: Sendable {
    /// How many seconds the zone's clocks are ahead of UTC at a moment, given in microseconds since the epoch.
    func offsetSeconds(atUTCMicroseconds microseconds: Int64) -> Int
}

/// The time zone of a report: that of the shop's days and hours. Two are equal if they are called the same.
public struct ReportTimeZone: Sendable, Equatable {
    /// What it is called, `Africa/Casablanca` for instance.
    public var name: String
    private let offsets: any TimeZoneOffsets

    /// A zone.
    public init(name: String, offsets: any TimeZoneOffsets) {
        self.name = name
        self.offsets = offsets
    }

    /// How many seconds the zone's clocks are ahead of UTC at a moment.
    func offsetSeconds(at moment: Timestamp) -> Int { offsets.offsetSeconds(atUTCMicroseconds: moment.microseconds) }

    /// A moment in ISO 8601 with the zone's offset: `2024-05-01T13:00:00+01:00`.
    func iso8601(_ moment: Timestamp) -> String { moment.iso8601(offsetSeconds: offsetSeconds(at: moment)) }

    /// What the zone's clocks show at a moment, in whole seconds: `2024-05-01 13:00:00`.
    func clock(_ moment: Timestamp) -> String {
        let seconds = CalendarDate.floor(Int(moment.microseconds), 1_000_000) + offsetSeconds(at: moment)
        return String(Timestamp(microseconds: Int64(seconds) * 1_000_000).iso8601.dropLast()).replacing("T", with: " ")
    }

    /// Whether two zones are called the same.
    public static func == (left: ReportTimeZone, right: ReportTimeZone) -> Bool { left.name == right.name }
}
