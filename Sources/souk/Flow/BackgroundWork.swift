import Dispatch
import Foundation

/// Work on a thread of its own, which somebody waits for.
struct BackgroundWork: Sendable {
    private let group = DispatchGroup()

    /// Starts the work.
    init(_ body: @escaping @Sendable () -> Void) {
        group.enter()
        Thread.detachNewThread { [group] in
            body()
            group.leave()
        }
    }

    /// Waits for its end.
    func wait() {
        group.wait()
    }
}
