/// Spreads messages evenly over time: tells when the next one is due.
///
/// ```swift
/// var pacer = Pacer(messagesPerSecond: 1000, start: now)
/// while let due = pacer.next(at: clock.now()) { simulator.append(to: &arena, at: due) }
/// ```
public struct Pacer: Sendable {
    /// Messages per second.
    public let messagesPerSecond: Double
    private var origin: Int64
    private var count: Int64 = 0
    private let maximumBacklog: Int64

    /// Starts at a moment in microseconds since the epoch.
    ///
    /// - Parameter maximumBacklog: how far the pacer stays behind at the most, in microseconds: after a longer
    ///   standstill (a machine that slept) the rest is left out instead of being made up for in one burst.
    public init(messagesPerSecond: Double, start: Int64, maximumBacklog: Int64 = 1_000_000) {
        precondition(messagesPerSecond > 0, "a rate is more than nothing")
        self.messagesPerSecond = messagesPerSecond
        origin = start
        self.maximumBacklog = maximumBacklog
    }

    /// When the next message is due, in microseconds since the epoch.
    public var nextDue: Int64 {
        origin + Int64(Double(count + 1) * 1_000_000 / messagesPerSecond)
    }

    /// Takes the next message if it is due.
    ///
    /// - Returns: the moment at which it was due; nil if it is not due yet.
    public mutating func next(at now: Int64) -> Int64? {
        if nextDue < now - maximumBacklog {
            origin = now - maximumBacklog
            count = 0
        }
        let due = nextDue
        guard due <= now else { return nil }
        count += 1
        return due
    }
}
