import Foundation

/// A thread of its own for a test: logs block, and Swift's cooperative pool must not.
final class BackgroundThread: Sendable {
    private let finished = DispatchSemaphore(value: 0)

    init(_ body: @escaping @Sendable () -> Void) {
        let finished = finished
        Thread.detachNewThread {
            body()
            finished.signal()
        }
    }

    /// Waits until the thread has ended.
    func join() {
        finished.wait()
    }
}
