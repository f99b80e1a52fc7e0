internal import Dispatch
internal import HTTP
public import Live
internal import Synchronization

/// The dashboard: its page, its live events and its API, served from the hub's memory.
///
/// ```swift
/// let server = try DashboardServer.start(hub: hub, settings: DashboardSettings(version: "1.0.0", clock: clock))
/// print(server.url)
/// server.stop()
/// ```
public final class DashboardServer: Sendable {
    private let server: HTTPServer
    private let feed: LiveFeed
    private let ticks: Mutex<(any DispatchSourceTimer)?>

    /// Serves a hub until `stop`.
    ///
    /// - Throws: `DashboardError` when the address can't be listened on, or may not be without a token.
    public static func start(hub: Hub, settings: DashboardSettings) throws(DashboardError) -> DashboardServer {
        let (address, isLoopback) = try listenAddress(settings)
        guard isLoopback || settings.token?.isEmpty == false else {
            throw DashboardError.missingToken(address: address)
        }
        do {
            return try DashboardServer(hub: hub, settings: settings, address: address)
        } catch {
            throw DashboardError(error, address: address)
        }
    }

    private static func listenAddress(
        _ settings: DashboardSettings
    ) throws(DashboardError) -> (address: HTTPAddress, isLoopback: Bool) {
        do throws(HTTPServerError) {
            let address = try HTTPAddress(settings.listen)
            return (address, try address.isLoopback())
        } catch {
            throw DashboardError(error, address: nil)
        }
    }

    private init(hub: Hub, settings: DashboardSettings, address: HTTPAddress) throws(HTTPServerError) {
        let feed = LiveFeed(hub: hub) { Router.document(of: $0, settings) }
        let token = settings.token?.isEmpty == false ? settings.token : nil
        let policy = AccessPolicy(listenHost: address.host, token: token, allowedHosts: settings.allowedHosts)
        let router = Router(hub: hub, feed: feed, settings: settings, policy: policy)
        self.feed = feed
        server = try HTTPServer(listen: address, handler: router.respond)
        let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "souk.dashboard.feed"))
        timer.schedule(
            deadline: .now(), repeating: .milliseconds(LiveFeed.tickMilliseconds), leeway: .milliseconds(10))
        timer.setEventHandler { feed.tick() }
        timer.resume()
        ticks = Mutex(timer)
    }

    deinit {
        stop()
    }

    /// Where the server listens, `HOST:PORT`, with the real port.
    public var address: String { server.address.description }

    /// The address to open in a browser. It holds no token.
    public var url: String {
        let host = server.address.host
        let reachable = host == "0.0.0.0" || host == "::" ? "localhost" : server.address.hostLiteral
        return "http://\(reachable):\(server.address.port)/"
    }

    /// Ends the live events, then closes the port and every connection. Calling it again does nothing.
    public func stop() {
        ticks.withLock { timer in
            timer?.cancel()
            timer = nil
        }
        feed.stop()
        server.stop()
    }
}
