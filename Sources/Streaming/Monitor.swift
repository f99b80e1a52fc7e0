internal import Foundation

/// A value behind a lock, with the means to wait until it changes.
///
/// `@unchecked Sendable`: `state` is touched only while `condition` is locked.
final class Monitor<State: ~Copyable>: @unchecked Sendable {
    private let condition = NSCondition()
    private var state: State

    init(_ state: consuming sending State) {
        self.state = state
    }

    /// Reads or changes the value, and wakes all that wait for it.
    func withLock<Result>(_ body: (inout State) throws -> Result) rethrows -> Result {
        condition.lock()
        defer {
            condition.broadcast()
            condition.unlock()
        }
        return try body(&state)
    }

    /// Waits until `body` gives a result, looking again at each change, at most for `seconds`.
    ///
    /// - Returns: the result, or nil when the time is over.
    func wait<Result>(seconds: Double? = nil, _ body: (inout State) throws -> Result?) rethrows -> Result? {
        let deadline = seconds.map { Date(timeIntervalSinceNow: $0) }
        condition.lock()
        defer { condition.unlock() }
        while true {
            if let result = try body(&state) {
                condition.broadcast()
                return result
            }
            guard let deadline else {
                condition.wait()
                continue
            }
            guard condition.wait(until: deadline) else { return try body(&state) }
        }
    }
}
