internal import Synchronization

/// Events for any number of clients, each of which replaces the one before: a client that reads slowly gets the latest.
///
/// A frame is built once and shared. A client holds the frame that it is reading and the latest one after that, never
/// more. A new client begins with the latest frame. All methods may be called from any thread and never wait for a client.
public final class EventBroadcast: Sendable {
    private struct State {
        var latest: HTTPBytes?
        var sequence: UInt64 = 0
        var clients: [ObjectIdentifier: EventClient] = [:]
        var hasEnded = false
    }

    private let state = Mutex(State())
    private let heartbeatFrame: HTTPBytes

    /// A broadcast without clients.
    ///
    /// - Parameter heartbeatFrame: What `heartbeat` sends; a comment by default.
    public init(heartbeatFrame: HTTPBytes = HTTPBytes(": heartbeat\n\n")) {
        self.heartbeatFrame = heartbeatFrame
    }

    /// How many clients listen.
    public var clientCount: Int {
        state.withLock { $0.clients.count }
    }

    /// Replaces the latest frame and sends it to all clients.
    public func publish(_ frame: HTTPBytes) {
        let (clients, sequence) = state.withLock { state in
            state.latest = frame
            state.sequence += 1
            return (Array(state.clients.values), state.sequence)
        }
        for client in clients {
            client.offer(frame, sequence: sequence)
        }
    }

    /// Writes to all clients that have nothing to read; a client that left is noticed by nothing else.
    ///
    /// Whoever owns the broadcast calls this every 15 seconds or so.
    public func heartbeat() {
        for client in state.withLock({ Array($0.clients.values) }) {
            client.beat(heartbeatFrame)
        }
    }

    /// Ends all streams after what they are sending; later clients get an empty one.
    public func end() {
        let clients = state.withLock { state in
            state.hasEnded = true
            return Array(state.clients.values)
        }
        for client in clients {
            client.end()
        }
    }

    /// Lets a client in; it begins with the latest frame.
    func add(_ client: EventClient) {
        let (latest, sequence, hasEnded) = state.withLock { state in
            state.clients[ObjectIdentifier(client)] = client
            return (state.latest, state.sequence, state.hasEnded)
        }
        if let latest {
            client.offer(latest, sequence: sequence)
        }
        if hasEnded {
            client.end()
        }
    }

    /// Forgets a client whose connection is gone.
    func remove(_ client: EventClient) {
        state.withLock { _ = $0.clients.removeValue(forKey: ObjectIdentifier(client)) }
    }
}
