import Commerce
import Synchronization

/// Time that passes only while somebody waits, and what is to happen in it.
final class SimulatedTime: WallClock {
    private struct State {
        var now: Int64 = 1_767_268_800_000_000
        var plans: [(moment: Int64, action: @Sendable () -> Void)] = []
    }

    /// Longer than any test's job works, in seconds.
    private static let limit = 86_400.0

    private let state = Mutex(State())
    private let start = State().now

    func now() -> Timestamp { Timestamp(microseconds: state.withLock { $0.now }) }

    /// How many seconds have passed.
    var seconds: Double { Double(state.withLock { $0.now } - start) / 1e6 }

    /// Has something happen so many seconds from now.
    func after(_ seconds: Double, _ action: @escaping @Sendable () -> Void) {
        state.withLock { $0.plans.append(($0.now + Int64(seconds * 1e6), action)) }
    }

    /// Lets seconds pass.
    func pause(_ seconds: Double) {
        let due = state.withLock { state in
            state.now += Int64(seconds * 1e6)
            let due = state.plans.filter { $0.moment <= state.now }.sorted { $0.moment < $1.moment }
            state.plans.removeAll { $0.moment <= state.now }
            return due.map(\.action)
        }
        precondition(self.seconds < Self.limit, "the job does not end")
        for action in due { action() }
    }
}
