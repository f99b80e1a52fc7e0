import Streaming
import Synchronization

/// What a pipeline told of itself, in its order.
final class EventRecord: Sendable {
    private let events = Mutex<[PipelineEvent]>([])

    /// Everything so far.
    var all: [PipelineEvent] { events.withLock { $0 } }

    /// Takes note of an event.
    func note(_ event: PipelineEvent) {
        events.withLock { $0.append(event) }
    }
}
