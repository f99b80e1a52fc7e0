internal import Commerce
internal import HTTP
internal import Live

/// Finds the answer to a request.
struct Router: Sendable {
    private let hub: Hub
    private let feed: LiveFeed
    private let settings: DashboardSettings
    private let policy: AccessPolicy
    private let files = PageFile.all()
    private let began: Timestamp

    init(hub: Hub, feed: LiveFeed, settings: DashboardSettings, policy: AccessPolicy) {
        self.hub = hub
        self.feed = feed
        self.settings = settings
        self.policy = policy
        began = settings.clock.now()
    }

    /// The snapshot as the API sends it.
    static func document(of market: MarketSnapshot, _ settings: DashboardSettings) -> [UInt8] {
        SnapshotDocument(
            market: market, servedAt: settings.clock.now(), timeZone: settings.timeZone,
            clocks: settings.clocks, version: settings.version
        ).encoded()
    }

    /// Answers a request.
    func respond(to request: HTTPRequest) -> HTTPResponse {
        var response =
            switch policy.decide(request) {
            case .allow: answer(request)
            case .refuse(let status, let reason): refusal(of: request, status: status, reason: reason)
            case .signIn(let cookie, let location): Self.redirect(to: location, cookie: cookie)
            }
        response.headers.append(contentsOf: Self.protections)
        if !response.headers.contains(where: { $0.name == "Cache-Control" }) {
            response.headers.append(.init(name: "Cache-Control", value: "no-store"))
        }
        return response
    }

    /// Nothing inline, nothing from elsewhere, in nobody's frame.
    private static let protections: [HTTPRequest.Field] = [
        .init(
            name: "Content-Security-Policy",
            value: "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'"),
        .init(name: "X-Content-Type-Options", value: "nosniff"),
        .init(name: "X-Frame-Options", value: "DENY"),
        .init(name: "Referrer-Policy", value: "no-referrer"),
        .init(name: "Cross-Origin-Opener-Policy", value: "same-origin"),
        .init(name: "Cross-Origin-Resource-Policy", value: "same-origin"),
    ]

    private func answer(_ request: HTTPRequest) -> HTTPResponse {
        if request.path == "/api/v1/transactions", let intake = settings.intake {
            return request.method == "POST" ? take(request, into: intake) : Self.wrongMethod(allowed: "POST")
        }
        guard let answer = reader(of: request.path) else {
            return Self.failure(404, "there is nothing at \(request.path); the dashboard is at /")
        }
        guard request.method == "GET" || request.method == "HEAD" else {
            return Self.wrongMethod(allowed: "GET, HEAD")
        }
        return answer(request)
    }

    /// What answers a GET of a path; nil when nothing does.
    private func reader(of path: String) -> ((HTTPRequest) -> HTTPResponse)? {
        if let file = files[path] { return file.response }
        if let document = ReferenceAPI.documents[path] {
            return { _ in Self.json(document(hub.latest)) }
        }
        switch path {
        case "/api/v1/snapshot": return { _ in Self.json(Self.document(of: hub.latest, settings)) }
        case "/api/v1/events": return events
        case "/livez": return { _ in .text("ok\n") }
        case "/readyz": return readiness
        case "/version": return { _ in version() }
        case "/metrics": return { _ in metrics() }
        default: return nil
        }
    }

    private func events(_ request: HTTPRequest) -> HTTPResponse {
        let headers: [HTTPRequest.Field] = [.init(name: "Content-Type", value: "text/event-stream; charset=utf-8")]
        let body: HTTPResponse.Body = request.method == "HEAD" ? .bytes(HTTPBytes("")) : .events(feed.connect())
        return HTTPResponse(status: 200, headers: headers, body: body)
    }

    private func readiness(_ request: HTTPRequest) -> HTTPResponse {
        let readiness = Readiness(
            hub.latest.pipeline, since: began, now: settings.clock.now(),
            commitAgeLimit: settings.commitAgeLimitSeconds)
        let isVerbose = request.value(ofQuery: "verbose") != nil
        return .text(readiness.text(verbose: isVerbose), status: readiness.isReady ? 200 : 503)
    }

    private func version() -> HTTPResponse {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("name")
            writer.string("souk")
            writer.key("version")
            writer.string(settings.version)
        }
        return Self.json(writer.bytes)
    }

    private func metrics() -> HTTPResponse {
        let text = MetricsDocument(market: hub.latest, version: settings.version, eventClients: feed.clientCount).text()
        return HTTPResponse(
            status: 200, headers: [.init(name: "Content-Type", value: "text/plain; version=0.0.4; charset=utf-8")],
            body: .bytes(HTTPBytes(text)))
    }

    private func take(_ request: HTTPRequest, into intake: any TransactionIntake) -> HTTPResponse {
        let messages = PostedMessages.split(request.body)
        guard !messages.isEmpty else {
            return Self.failure(400, "the body is empty; send one JSON object, or one a line")
        }
        do {
            try intake.append(messages)
        } catch {
            return Self.failure(503, "the log has not got the transactions: \(error)")
        }
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("appended")
            writer.integer(messages.count)
        }
        return Self.json(writer.bytes)
    }

    /// A refusal; a person who has not signed in gets a page that says how.
    private func refusal(of request: HTTPRequest, status: Int, reason: String) -> HTTPResponse {
        var response = Self.failure(status, reason)
        guard status == 401 else { return response }
        let wantsPage = request.values(ofHeader: "Accept").contains { $0.contains("text/html") }
        if wantsPage {
            response = HTTPResponse(
                status: 401, headers: [.init(name: "Content-Type", value: "text/html; charset=utf-8")],
                body: .bytes(HTTPBytes(Self.signInPage)))
        }
        response.headers.append(.init(name: "WWW-Authenticate", value: "Bearer realm=\"souk\""))
        return response
    }

    /// A browser that came from another site's link sends the new cookie only with a click made here.
    private static let signInPage = """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Souk: sign in</title>
        <h1>This dashboard is private</h1>
        <p>Open the link with <code>?token=…</code> that Souk printed when it started.</p>
        <p>If you have just done so, <a href="/">continue to the dashboard</a>.</p>
        </html>

        """

    private static func redirect(to location: String, cookie: String) -> HTTPResponse {
        HTTPResponse(
            status: 303,
            headers: [.init(name: "Location", value: location), .init(name: "Set-Cookie", value: cookie)],
            body: .bytes(HTTPBytes("")))
    }

    private static func wrongMethod(allowed: String) -> HTTPResponse {
        var response = failure(405, "only \(allowed) here")
        response.headers.append(.init(name: "Allow", value: allowed))
        return response
    }

    private static func failure(_ status: Int, _ message: String) -> HTTPResponse {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("status")
            writer.integer(status)
            writer.key("error")
            writer.string(message)
        }
        return json(writer.bytes, status: status)
    }

    private static func json(_ bytes: [UInt8], status: Int = 200) -> HTTPResponse {
        HTTPResponse(
            status: status, headers: [.init(name: "Content-Type", value: "application/json")],
            body: .bytes(HTTPBytes(bytes)))
    }
}
