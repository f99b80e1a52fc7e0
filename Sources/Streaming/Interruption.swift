internal import Commerce

/// Why a pipeline can't go on for now, as it is told to people.
struct Interruption {
    /// What failed last.
    var cause: any Error
    private let since: Timestamp
    private var outlook = "It goes on by itself."

    /// An interruption that begins now.
    init(_ cause: any Error, since: Timestamp) {
        self.cause = cause
        self.since = since
    }

    /// Notes when the next attempt comes.
    mutating func tryAgain(after seconds: Double, now: Timestamp) {
        let next = Timestamp(microseconds: now.microseconds + Int64(seconds * 1e6))
        outlook = "The next attempt comes at \(Self.time(next))."
    }

    /// What can't be reached, why, since when, and what comes next.
    var message: String {
        let cause = String(describing: cause)
        return "\(cause)\(cause.hasSuffix(".") ? "" : ".") Waiting since \(Self.time(since)). \(outlook)"
    }

    private static func time(_ moment: Timestamp) -> String {
        Timestamp(microseconds: moment.microseconds / 1_000_000 * 1_000_000).iso8601
    }
}
