import Live
import Synchronization

/// The phases that a hub has shown.
final class Phases: Sendable {
    private let phases = Mutex<[(phase: PipelineSnapshot.Phase, message: String?)]>([])

    /// All, in their order.
    var all: [(phase: PipelineSnapshot.Phase, message: String?)] { phases.withLock { $0 } }

    /// Takes note of one.
    func note(_ phase: PipelineSnapshot.Phase, _ message: String?) {
        phases.withLock { $0.append((phase, message)) }
    }
}
