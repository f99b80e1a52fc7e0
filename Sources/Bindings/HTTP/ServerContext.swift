internal import Dispatch
internal import Synchronization

/// What the callbacks of one server share.
final class ServerContext: Sendable {
    private struct State {
        var clients: [ObjectIdentifier: EventClient] = [:]
        var isStopping = false
    }

    let handler: @Sendable (HTTPRequest) -> HTTPResponse
    let bodyBytesMax: Int
    private let state = Mutex(State())
    private let streams = DispatchGroup()

    init(bodyBytesMax: Int, handler: @escaping @Sendable (HTTPRequest) -> HTTPResponse) {
        self.bodyBytesMax = bodyBytesMax
        self.handler = handler
    }

    /// Counts a stream in; in a server that stops it ends at once.
    func add(_ client: EventClient) {
        streams.enter()
        let isStopping = state.withLock { state in
            state.clients[ObjectIdentifier(client)] = client
            return state.isStopping
        }
        if isStopping {
            client.end()
        }
    }

    /// Counts a stream out.
    func remove(_ client: EventClient) {
        let wasThere = state.withLock { $0.clients.removeValue(forKey: ObjectIdentifier(client)) != nil }
        if wasThere {
            streams.leave()
        }
    }

    /// Ends all streams and waits until they are gone or the time is up.
    func endStreams(timeoutMilliseconds: Int) {
        let clients = state.withLock { state in
            state.isStopping = true
            return Array(state.clients.values)
        }
        for client in clients {
            client.end()
        }
        // A client that doesn't read can't be waited for; its connection is cut off.
        _ = streams.wait(timeout: .now() + .milliseconds(timeoutMilliseconds))
    }
}
