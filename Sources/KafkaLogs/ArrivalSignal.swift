internal import Foundation

/// Lets a thread wait until something has come into one of several queues.
///
/// `@unchecked Sendable`: `arrivals` is touched only while `condition` is locked.
final class ArrivalSignal: @unchecked Sendable {
    private let condition = NSCondition()
    private var arrivals: UInt64 = 0

    /// How often something has come; a wait that is given an older number returns at once.
    var count: UInt64 {
        condition.withLock { arrivals }
    }

    /// Something has come.
    func notify() {
        condition.withLock {
            arrivals &+= 1
            condition.broadcast()
        }
    }

    /// Waits until something has come since the count was `known`, or until the time is over.
    func wait(since known: UInt64, for duration: Duration) {
        let deadline = Date(timeIntervalSinceNow: duration.seconds)
        condition.withLock {
            while arrivals == known, condition.wait(until: deadline) {}
        }
    }
}
