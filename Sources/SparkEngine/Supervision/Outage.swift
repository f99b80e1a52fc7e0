internal import Foundation
internal import Live
internal import SparkConnect
internal import Streaming

/// The times in which something that a job needs can't be reached. Used by one thread.
final class Outage {
    /// For how long the end that was asked for is still tried to be brought about, in seconds.
    static let patienceWhenDraining = 120.0

    /// How often in a row Spark may fail at work, without anything having been accomplished.
    private static let failureLimit = 8

    /// Spark's class of an error that no work has led to: an earlier start of the same query, whose answer was given up, is
    /// still under way. Waiting is the cure.
    private static let concurrentStart = "CONCURRENT_QUERY"

    private let retry: RetryPolicy
    private let parts: SparkJobParts
    private var failures = 0
    private var workFailures = 0
    private var isTold = false

    init(_ retry: RetryPolicy, _ parts: SparkJobParts) {
        self.retry = retry
        self.parts = parts
    }

    /// Notes that everything was reached.
    func ended() {
        failures = 0
        // What failed at work may do so again as soon as it is asked for.
        guard isTold, workFailures == 0 else { return }
        parts.onEvent(.resumed)
        isTold = false
    }

    /// Notes that Spark has done what it failed at, or that there is nothing to be done.
    func accomplished() { workFailures = 0 }

    /// Waits before the next attempt.
    ///
    /// - Throws: `SparkJobError` with code `.notHandedOver`, if the end was asked for too long ago.
    func wait(_ error: any Error) throws {
        failures += 1
        if let error = error as? SparkError, error.code == .failed, error.errorClass != Self.concurrentStart {
            workFailures += 1
            guard workFailures < Self.failureLimit else { throw error }
        }
        let seconds = retry.delay(max(failures, workFailures) - 1)
        let message = "\(error) It is tried again in \(Int(seconds.rounded(.up))) s."
        guard parts.secondsDraining < Self.patienceWhenDraining else {
            parts.onEvent(.abandoned(message))
            throw SparkJobError(
                .notHandedOver,
                "the end was asked for, and \(error) The queries on Spark may still run; when it can be reached, end them "
                    + "by running this once more with --until-end.")
        }
        parts.onEvent(isTold ? .retrying(seconds: seconds) : .interrupted(message))
        isTold = true
        parts.report(.waiting, message)
        parts.sleep(seconds)
    }
}
