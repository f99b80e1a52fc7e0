import CSystem

/// The machine's clocks. Whatever needs the time takes it from outside, so only the outermost shell asks here.
@safe
public enum SystemClock {
    /// Nanoseconds of a clock that never goes back; its zero means nothing.
    public static func monotonicNanoseconds() -> Int64 { souk_monotonic_nanoseconds() }

    /// The time of day, in microseconds since 1970-01-01T00:00:00Z.
    public static func wallMicroseconds() -> Int64 { souk_wall_microseconds() }

    /// Blocks the thread.
    public static func sleep(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        souk_sleep_milliseconds(max(0, seconds * 1000 + attoseconds / 1_000_000_000_000_000))
    }
}
