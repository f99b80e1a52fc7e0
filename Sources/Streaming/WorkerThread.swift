internal import Foundation

/// A thread of our own for work that blocks, which must not run on Swift's cooperative pool.
struct WorkerThread: Sendable {
    private let finished: Monitor<Bool>

    /// Starts a thread that runs `body` once.
    init(name: String, _ body: @escaping @Sendable () -> Void) {
        let finished = Monitor(false)
        self.finished = finished
        let thread = Thread {
            body()
            finished.withLock { $0 = true }
        }
        thread.name = name
        thread.stackSize = 1 << 20
        thread.start()
    }

    /// Waits until `body` has returned.
    func join() {
        _ = finished.wait { $0 ? true : nil }
    }
}
