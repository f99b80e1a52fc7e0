internal import HTTP
internal import Live
internal import Synchronization

/// The live events: turns what the hub publishes into frames, at most four a second, built once for all clients.
///
/// Each frame is a whole snapshot, so that a client that missed some, or all of them, is right again with the next one.
/// Nothing is built while nobody listens.
final class LiveFeed: Sendable {
    /// The shortest time between two frames.
    static let interval: Duration = .milliseconds(250)
    /// The time between two heartbeats.
    static let heartbeatInterval: Duration = .seconds(15)
    /// How often `tick` should be called: a change is seen after this time at the latest.
    static let tickMilliseconds = 50

    private struct Pace {
        var lastFrame: ContinuousClock.Instant?
        var lastHeartbeat: ContinuousClock.Instant?
        var id: UInt64 = 0
    }

    private let broadcast: EventBroadcast
    private let encode: @Sendable (MarketSnapshot) -> [UInt8]
    private let hub: Hub
    private let subscription: Hub.Subscription
    private let change: Change
    private let pace = Mutex(Pace())

    /// Whether there is something new; the hub's publishers set it and go on.
    private final class Change: Sendable {
        let isPending = Atomic(true)
    }

    init(hub: Hub, encode: @escaping @Sendable (MarketSnapshot) -> [UInt8]) {
        self.hub = hub
        self.encode = encode
        // A comment goes unseen by the page; an event tells it that the connection lives.
        broadcast = EventBroadcast(heartbeatFrame: ServerSentEvent(name: "heartbeat", data: Array("{}".utf8)).frame())
        let change = Change()
        self.change = change
        subscription = hub.subscribe { _ in change.isPending.store(true, ordering: .releasing) }
    }

    /// How many clients listen.
    var clientCount: Int { broadcast.clientCount }

    /// What a new client is to listen to. Its first frame is the present state, not older than the interval.
    func connect(at now: ContinuousClock.Instant = .now) -> EventBroadcast {
        pace.withLock { publish(at: now, &$0) }
        return broadcast
    }

    /// Sends what is due: a frame if something changed, a heartbeat if nothing was sent for long.
    func tick(at now: ContinuousClock.Instant = .now) {
        guard broadcast.clientCount > 0 else { return }
        pace.withLock { pace in
            if change.isPending.load(ordering: .acquiring) {
                publish(at: now, &pace)
            }
            guard let last = pace.lastHeartbeat else {
                pace.lastHeartbeat = now
                return
            }
            if now - last >= Self.heartbeatInterval {
                pace.lastHeartbeat = now
                broadcast.heartbeat()
            }
        }
    }

    /// Ends all streams.
    func stop() {
        subscription.cancel()
        broadcast.end()
    }

    private func publish(at now: ContinuousClock.Instant, _ pace: inout Pace) {
        if let last = pace.lastFrame, now - last < Self.interval { return }
        pace.lastFrame = now
        pace.id += 1
        // Before the hub is asked: a change that comes in between is sent once more rather than never.
        change.isPending.store(false, ordering: .releasing)
        let event = ServerSentEvent(
            id: pace.id, name: "snapshot", retryMilliseconds: 1000, data: encode(hub.latest))
        broadcast.publish(event.frame())
    }
}
