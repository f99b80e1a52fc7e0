internal import Lake
internal import TransactionLogs

/// Decides whether a pipeline that failed tries again, and when.
struct Perseverance {
    /// What comes after a failure.
    enum Verdict: Equatable {
        /// Another attempt, after so many seconds.
        case wait(seconds: Double)
        /// Another attempt at once.
        case open
        /// The end.
        case giveUp
    }

    /// For how long a lake may be taken by somebody who may well be ourselves: a server that lost us takes a while to see
    /// that we have let go. In seconds of waiting.
    static let patienceWithOurselves = 30.0

    private let policy: RetryPolicy
    private var failures = 0
    /// Whether an attempt was lost since the last commit, so that something of it may still stand or arrive.
    private var hasLostAttempt = false
    private var wasOvertaken = false
    private var waitedForOurselves = 0.0

    init(_ policy: RetryPolicy) {
        self.policy = policy
    }

    /// Whether the same may succeed later while this process waits.
    static func isTransient(_ error: any Error) -> Bool {
        switch error {
        case let error as TransactionLogError: error.isTransient
        case let error as FileSystemError: error.isTransient
        default: false
        }
    }

    /// Whether retention has overtaken what was read, or the log has become another one.
    static func isOvertaken(_ error: any Error) -> Bool {
        (error as? TransactionLogError)?.code == .offsetOutOfRange
    }

    /// Notes that a commit was made: log and lake are well, and nothing is left of an attempt that was lost.
    mutating func succeeded() {
        failures = 0
        hasLostAttempt = false
        wasOvertaken = false
        waitedForOurselves = 0
    }

    /// What to do after a failure.
    mutating func verdict(on error: any Error) -> Verdict {
        if Self.isTransient(error) {
            hasLostAttempt = true
            return .wait(seconds: next())
        }
        if Self.isOvertaken(error), !wasOvertaken {
            // Where the next attempt opens the log it sees what is gone, and whether that may be.
            wasOvertaken = true
            hasLostAttempt = true
            return .open
        }
        guard hasLostAttempt, (error as? PipelineError)?.code == .lakeOwnedByAnother,
            waitedForOurselves < Self.patienceWithOurselves
        else { return .giveUp }
        // The lake's server answers again, so that it pays to ask soon.
        if waitedForOurselves == 0 { failures = 0 }
        let delay = next()
        waitedForOurselves += delay
        return .wait(seconds: delay)
    }

    private mutating func next() -> Double {
        defer { failures += 1 }
        return policy.delay(failures)
    }
}
