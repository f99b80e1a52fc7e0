import Foundation

/// A thread of its own for a test: logs block, and Swift's cooperative pool must not.
final class BackgroundThread: Sendable {
    private let finished = DispatchSemaphore(value: 0)

    init(_ body: sending @escaping () -> Void) {
        let box = SendingBox(body)
        let finished = finished
        Thread.detachNewThread {
            box.run()
            finished.signal()
        }
    }

    /// Waits until the thread has ended.
    func join() {
        finished.wait()
    }
}

/// Carries a closure to another thread; it was given away by `sending`, so nobody else has it.
private final class SendingBox: @unchecked Sendable {
    private let body: () -> Void

    init(_ body: sending @escaping () -> Void) {
        self.body = body
    }

    func run() {
        body()
    }
}
