/// A time zone, as far as the report needs one.
public protocol TimeZoneOffsets: Sendable {
    /// How many seconds the zone's clocks are ahead of UTC at a moment, given in microseconds since the epoch.
    func offsetSeconds(atUTCMicroseconds microseconds: Int64) -> Int
}
