public import Commerce

/// How fast a count grows: events a second over the last few seconds.
///
/// It keeps a bounded number of samples, however often it is told the count.
public struct RateMeter: Sendable {
    private struct Sample: Sendable {
        var time: Int64
        var count: Int64
    }

    private static let samplesPerSpan: Int64 = 20
    private let span: Int64
    private var samples: [Sample] = []

    /// A meter that knows nothing yet.
    ///
    /// - Parameter span: over how many microseconds the rate is taken.
    public init(span: Int64 = 5_000_000) {
        precondition(span >= Self.samplesPerSpan, "a rate needs a span of time")
        self.span = span
    }

    /// Takes note of the count at a moment. A count or clock that goes back begins the measurement anew.
    public mutating func record(_ count: Int64, at now: Timestamp) {
        let sample = Sample(time: now.microseconds, count: count)
        if let last = samples.last, count < last.count || sample.time < last.time { samples.removeAll() }
        if samples.count >= 2, sample.time - samples[samples.count - 2].time < span / Self.samplesPerSpan {
            samples[samples.count - 1] = sample
        } else {
            samples.append(sample)
        }
        if let base = samples.lastIndex(where: { $0.time <= sample.time - span }) { samples.removeFirst(base) }
    }

    /// Events a second over the span before `now`, or since the first sample if that is later; 0 while that is no time.
    public func rate(at now: Timestamp) -> Double {
        let first = samples.last { $0.time <= now.microseconds - span } ?? samples.first
        guard let first, let last = samples.last, now.microseconds > first.time else { return 0 }
        return Double(last.count - first.count) * 1_000_000 / Double(now.microseconds - first.time)
    }
}
