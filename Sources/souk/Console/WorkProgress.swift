import Dispatch
import Foundation
import Synchronization

/// Shows how far a long piece of work has come, on standard error, from a thread of its own. Several threads may report.
///
/// ```swift
/// try WorkProgress.show("producing", unit: "transactions", total: count, on: console) { progress in
///     progress.advance(by: 1000)
/// }
/// ```
final class WorkProgress: Sendable {
    private let state: Mutex<ProgressDisplay.State>

    private init(total: Int64?) {
        state = Mutex(ProgressDisplay.State(total: total))
    }

    /// Counts units as done.
    func advance(by units: Int64) {
        state.withLock { $0.completed += units }
    }

    /// Sets what is said behind the numbers, such as what was done last.
    func note(_ text: String) {
        state.withLock { $0.note = text }
    }

    /// Sets how many units are done, and how many there are if that has changed.
    func update(completed: Int64, total: Int64? = nil) {
        state.withLock { state in
            state.completed = completed
            if let total { state.total = total }
        }
    }

    /// Shows progress while `body` runs, and leaves no trace of it on a terminal. Shows nothing if words are not wanted.
    static func show<Result>(
        _ title: String, unit: String, total: Int64?, on console: Console, during body: (WorkProgress) throws -> Result
    ) rethrows -> Result {
        let progress = WorkProgress(total: total)
        guard console.level <= .info else { return try body(progress) }
        let hasStopped = DispatchSemaphore(value: 0)
        let wakeUp = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            progress.draw(title, unit: unit, on: console, until: wakeUp)
            hasStopped.signal()
        }
        defer {
            wakeUp.signal()
            hasStopped.wait()
        }
        return try body(progress)
    }

    private func draw(_ title: String, unit: String, on console: Console, until wakeUp: DispatchSemaphore) {
        var display = ProgressDisplay(title, unit: unit, on: console.error)
        let clock = ContinuousClock()
        let start = clock.now
        while wakeUp.wait(timeout: .now() + .milliseconds(100)) == .timedOut {
            if let text = display.tick(state.withLock { $0 }, elapsed: clock.now - start) { console.draw(text) }
        }
        console.wipe()
    }
}
