/// The limits of a server.
public struct HTTPServerSettings: Sendable, Hashable {
    /// Threads that serve connections.
    public var threads = 2
    /// Connections at the same time, over all threads.
    public var connectionsMax = 1024
    /// Connections at the same time from one address.
    public var connectionsPerAddressMax = 256
    /// Memory of one connection in bytes: the request line and all headers must fit into it.
    public var connectionMemoryBytes = 32 * 1024
    /// The longest body that is accepted, in bytes; a longer one is answered with 413.
    public var bodyBytesMax = 1024 * 1024
    /// How long a connection may stay without progress before it is closed, in seconds.
    ///
    /// It also ends an event stream whose client stopped reading, but not one that merely has no event.
    public var idleSeconds = 30
    /// How long `stop` waits for event streams to say goodbye, in milliseconds.
    public var stopTimeoutMilliseconds = 1000

    /// The limits of a dashboard that a whole shop watches.
    public init() {}
}
