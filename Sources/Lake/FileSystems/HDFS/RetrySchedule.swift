/// How often and how long a call is tried again.
///
/// Every NameNode gets its chance at once; then there is a pause, twice as long each time up to a limit, and shortened by
/// chance so that many clients don't come back at the same moment.
struct RetrySchedule {
    private let deadline: Duration
    private let triesPerRound: Int
    private var failures = 0

    private static let firstPause = Duration.milliseconds(100)
    private static let longestPause = Duration.seconds(3)

    /// - Parameters:
    ///   - now: the present moment of the clock that `pause` is asked with.
    ///   - time: how long it is tried.
    ///   - triesPerRound: how many servers there are to try.
    init(now: Duration, time: Duration, triesPerRound: Int) {
        deadline = now + time
        self.triesPerRound = triesPerRound
    }

    /// Takes note of a failure.
    ///
    /// - Parameter chance: a number from 0 up to 1.
    /// - Returns: how long to wait before the next try; nil if there is no more.
    mutating func pause(now: Duration, chance: Double) -> Duration? {
        failures += 1
        guard failures.isMultiple(of: triesPerRound) else { return now < deadline ? .zero : nil }
        let doublings = min(failures / triesPerRound - 1, 10)
        let longest = min(Self.firstPause * (1 << doublings), Self.longestPause)
        let pause = longest * (0.5 + chance / 2)
        return now + pause < deadline ? pause : nil
    }
}
