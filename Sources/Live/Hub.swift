internal import Synchronization

/// The last known state of everything on the dashboard, published to all subscribers.
///
/// Publishing never waits for a subscriber: a handler must only note that there is something new.
public final class Hub: Sendable {
    private struct State {
        var latest = MarketSnapshot()
        var handlers: [Int: @Sendable (MarketSnapshot) -> Void] = [:]
        var nextHandler = 0
    }

    private let state = Mutex(State())

    /// A hub that holds an empty market.
    public init() {}

    /// The last published snapshot.
    public var latest: MarketSnapshot {
        state.withLock { $0.latest }
    }

    /// Replaces the state and tells all subscribers.
    public func publish(_ snapshot: MarketSnapshot) {
        let handlers = state.withLock { state in
            state.latest = snapshot
            return Array(state.handlers.values)
        }
        for handler in handlers {
            handler(snapshot)
        }
    }

    /// Calls `handler` at each publication, on the publisher's thread, until the subscription is cancelled.
    public func subscribe(_ handler: @escaping @Sendable (MarketSnapshot) -> Void) -> Subscription {
        let id = state.withLock { state in
            defer { state.nextHandler += 1 }
            state.handlers[state.nextHandler] = handler
            return state.nextHandler
        }
        return Subscription { [weak self] in
            self?.state.withLock { _ = $0.handlers.removeValue(forKey: id) }
        }
    }

    /// The right to be told of new snapshots; ends when it is cancelled.
    public struct Subscription: Sendable {
        private let onCancel: @Sendable () -> Void

        fileprivate init(onCancel: @escaping @Sendable () -> Void) {
            self.onCancel = onCancel
        }

        /// Ends the subscription.
        public func cancel() {
            onCancel()
        }
    }
}
