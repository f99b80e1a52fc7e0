/// A client's place in its broadcast and its server; the library keeps it as long as the response.
final class StreamRegistration: Sendable {
    let client: EventClient
    private let broadcast: EventBroadcast
    private let context: ServerContext

    init(client: EventClient, broadcast: EventBroadcast, context: ServerContext) {
        self.client = client
        self.broadcast = broadcast
        self.context = context
        context.add(client)
        broadcast.add(client)
    }

    /// Gives the place up: the connection is gone.
    func end() {
        client.close()
        broadcast.remove(client)
        context.remove(client)
    }
}
