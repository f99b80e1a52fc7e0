/// How event time is cut into windows, how long the pipeline waits for transactions that are out of order, and how long it
/// keeps closed windows in memory.
///
/// Windows are tumbling intervals aligned to the epoch: `[n × size, (n + 1) × size)`. All values are microseconds.
public struct WindowSettings: Sendable, Hashable {
    /// The longest that any of the settings may be: 366 days.
    public static let longest: Int64 = 366 * 24 * 3_600 * 1_000_000

    /// The length of a window.
    public let size: Int64
    /// How far the watermark stays behind the largest event time seen.
    public let delay: Int64
    /// How long after its end a window stays in memory, measured by the watermark: meanwhile a late transaction revises it with
    /// the next commit, later it is recomputed from the lake.
    public let lateness: Int64
    /// How long a partition that is read to its end may be silent before it stops holding the watermark back.
    public let idleTimeout: Int64

    /// Windows of one minute, a delay of one minute, a lateness of one hour, an idle time-out of 30 seconds.
    public static let standard = WindowSettings(
        checkedSize: 60_000_000, delay: 60_000_000, lateness: 3_600_000_000, idleTimeout: 30_000_000)

    /// Settings from outside, in microseconds.
    ///
    /// - Throws: `WindowingError` with code `.invalidSettings` if the size is not positive, another value is negative, or
    ///   one is longer than `longest`.
    public init(
        size: Int64 = standard.size, delay: Int64 = standard.delay, lateness: Int64 = standard.lateness,
        idleTimeout: Int64 = standard.idleTimeout
    ) throws(WindowingError) {
        guard (1...Self.longest).contains(size) else {
            throw WindowingError(
                .invalidSettings, "a window's size must be from 1 µs to 366 days, it is \(size) µs; set another one")
        }
        for (name, value) in [("delay", delay), ("lateness", lateness), ("idle time-out", idleTimeout)]
        where !(0...Self.longest).contains(value) {
            throw WindowingError(
                .invalidSettings, "the windows' \(name) must be from 0 to 366 days, it is \(value) µs; set another one")
        }
        self.init(checkedSize: size, delay: delay, lateness: lateness, idleTimeout: idleTimeout)
    }

    private init(checkedSize size: Int64, delay: Int64, lateness: Int64, idleTimeout: Int64) {
        self.size = size
        self.delay = delay
        self.lateness = lateness
        self.idleTimeout = idleTimeout
    }

    /// When the window of an event time begins.
    public func start(of timestamp: Int64) -> Int64 {
        let remainder = timestamp % size
        return timestamp - (remainder < 0 ? remainder + size : remainder)
    }
}
