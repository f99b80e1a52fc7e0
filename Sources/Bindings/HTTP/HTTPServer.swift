internal import CMicroHTTPD
internal import Glibc
internal import Synchronization

/// An HTTP/1.1 server over GNU libmicrohttpd, with a few threads of its own.
///
/// ```swift
/// let server = try HTTPServer(listen: HTTPAddress("127.0.0.1:0")) { request in
///     .text("you asked for \(request.path)")
/// }
/// print(server.address)
/// server.stop()
/// ```
@safe
public final class HTTPServer: Sendable {
    /// The version of libmicrohttpd that is linked, such as `0.9.75`.
    public static var libraryVersion: String { unsafe String(cString: MHD_get_version()) }

    /// Where the server listens, with the real port.
    public let address: HTTPAddress
    private let context: ServerContext
    private let stopTimeoutMilliseconds: Int
    private let daemon: Mutex<OpaquePointer?>

    /// Listens and serves from now on.
    ///
    /// - Parameters:
    ///   - address: Where to listen; port 0 takes any free one.
    ///   - settings: The limits.
    ///   - handler: Answers a request, on one of the server's threads, of which there are few: it must be quick, and must
    ///     not stop the server.
    /// - Throws: `HTTPServerError` when the address can't be listened on.
    public init(
        listen address: HTTPAddress, settings: HTTPServerSettings = HTTPServerSettings(),
        handler: @escaping @Sendable (HTTPRequest) -> HTTPResponse
    ) throws(HTTPServerError) {
        precondition(settings.threads > 0 && settings.connectionsMax >= settings.threads)
        let listener = try ListeningSocket(on: address)
        let port = listener.address.port
        context = ServerContext(bodyBytesMax: settings.bodyBytesMax, handler: handler)
        stopTimeoutMilliseconds = settings.stopTimeoutMilliseconds
        var options = unsafe souk_http_options()
        unsafe options.listening_socket = listener.relinquish()
        unsafe options.threads = UInt32(settings.threads)
        unsafe options.connections_max = UInt32(settings.connectionsMax)
        unsafe options.connections_per_address_max = UInt32(settings.connectionsPerAddressMax)
        unsafe options.idle_seconds = UInt32(settings.idleSeconds)
        unsafe options.connection_memory_bytes = settings.connectionMemoryBytes
        unsafe options.handle = ServerCallbacks.handle
        unsafe options.completed = ServerCallbacks.completed
        unsafe options.context = Unmanaged.passUnretained(context).toOpaque()
        guard let started = unsafe souk_http_start(&options) else {
            let code = errno
            // The library has closed the socket, or kept it: closing it here could hit a descriptor that is new by now.
            throw HTTPServerError(
                .noResources, "can't start a server on \(address): no threads or memory for it", systemCode: code)
        }
        unsafe daemon = Mutex(started)
        self.address = HTTPAddress(host: address.host, port: port)
    }

    deinit {
        stop()
    }

    /// The port that the server listens on.
    public var port: UInt16 { address.port }

    /// How many connections are open.
    public var connectionCount: Int {
        unsafe daemon.withLock { daemon in
            guard let daemon = unsafe daemon else { return 0 }
            return unsafe Int(souk_http_connections(daemon))
        }
    }

    /// Ends the event streams, also those that are asked for meanwhile, then closes the address and every connection, and joins
    /// the threads.
    ///
    /// Calling it again does nothing. It must not be called by a handler.
    public func stop() {
        unsafe daemon.withLock { daemon in
            guard let running = unsafe daemon else { return }
            // The address is not closed before: in 0.9.75 `MHD_quiesce_daemon` and a thread that waits with epoll may both take it
            // out of the set, and the library aborts the process when the second finds nothing to take out.
            context.endStreams(timeoutMilliseconds: stopTimeoutMilliseconds)
            unsafe MHD_stop_daemon(running)
            unsafe daemon = nil
        }
    }
}
