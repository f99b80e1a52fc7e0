import Commerce
import HTTP
import Live
import Testing

@testable import Dashboard

@Suite(.serialized, .timeLimit(.minutes(2)))
struct AccessTests {
    private static func decide(
        host: String?, listen: String = "127.0.0.1", token: String? = nil, allowed: [String] = [],
        headers: [HTTPRequest.Field] = [], local: String = "127.0.0.1"
    ) -> AccessPolicy.Decision {
        let hosts = host.map { [HTTPRequest.Field(name: "host", value: $0)] } ?? []
        return AccessPolicy(listenHost: listen, token: token, allowedHosts: allowed)
            .decide(HTTPRequest(method: "GET", path: "/", headers: hosts + headers, localAddress: local))
    }

    private static func status(_ decision: AccessPolicy.Decision) -> Int {
        if case .refuse(let status, _) = decision { return status }
        return 200
    }

    @Test(arguments: [
        "localhost", "LOCALHOST:5000", "127.0.0.1", "127.0.0.1:8080", "127.1.2.3", "[::1]", "[::1]:5000",
        "shop.example", "shop.example:80", "proxy.example:8443",
    ])
    func `our own names are served`(host: String) {
        #expect(Self.decide(host: host, allowed: ["Shop.example", "proxy.example:8443"]) == .allow)
    }

    @Test(arguments: [
        "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "127.0.0.256", "proxy.example",
        "proxy.example:1", "localhost:", "localhost:x", "localhost:1:2", "[::1", "[::1]x", "", "192.0.2.1", "::1",
    ])
    func `other names are refused`(host: String) {
        #expect(Self.status(Self.decide(host: host, allowed: ["proxy.example:8443"])) == 421)
    }

    @Test func `no name and two names are refused`() {
        #expect(Self.status(Self.decide(host: nil)) == 421)
        let second = HTTPRequest.Field(name: "Host", value: "localhost")
        #expect(Self.status(Self.decide(host: "localhost", headers: [second])) == 421)
    }

    @Test func `who listens everywhere answers to the address that was reached`() {
        #expect(Self.decide(host: "10.0.0.5:5000", listen: "0.0.0.0", local: "10.0.0.5") == .allow)
        #expect(Self.status(Self.decide(host: "10.0.0.6:5000", listen: "0.0.0.0", local: "10.0.0.5")) == 421)
        #expect(Self.status(Self.decide(host: "10.0.0.5:5000", listen: "127.0.0.1", local: "10.0.0.5")) == 421)
        #expect(Self.decide(host: "10.0.0.5", listen: "10.0.0.5", local: "10.0.0.5") == .allow)
    }

    @Test(arguments: [
        ("http://localhost:5000", 200), ("https://localhost:5000", 200), ("http://LOCALHOST:5000", 200),
        ("http://localhost", 403), ("http://evil.example", 403), ("null", 403), ("", 403),
        ("http://localhost:5001", 403),
    ])
    func `a request of another site is refused`(origin: String, status: Int) {
        let header = HTTPRequest.Field(name: "Origin", value: origin)
        #expect(Self.status(Self.decide(host: "localhost:5000", headers: [header])) == status)
    }

    @Test(arguments: [
        ("Bearer secret", 200), ("bearer secret", 200), ("Bearer secret2", 401), ("Bearer secre", 401),
        ("Bearer ", 401), ("Basic secret", 401), ("secret", 401), ("Bearer secretsecret", 401),
    ])
    func `a token must be the right one`(header: String, status: Int) {
        let field = HTTPRequest.Field(name: "Authorization", value: header)
        #expect(Self.status(Self.decide(host: "localhost", token: "secret", headers: [field])) == status)
    }

    @Test func `a token in the address becomes a cookie that opens the dashboard`() throws {
        try Fixtures.withServer(token: "s3cret &+é", listen: "0.0.0.0:0") { port, _ in
            #expect(try TestClient.fetch(port, "/api/stats").status == 401)
            #expect(try TestClient.fetch(port, "/?token=wrong").status == 401)
            #expect(try TestClient.fetch(port, "/livez").status == 200)
            let response = try TestClient.fetch(port, "/?lang=fr&token=s3cret%20%26%2B%C3%A9")
            #expect(response.status == 303)
            #expect(response.headers["location"] == "/?lang=fr")
            let cookie = try #require(response.headers["set-cookie"])
            #expect(cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Strict"))
            #expect(!cookie.contains("s3cret"))
            let pair = String(cookie.prefix { $0 != ";" })
            let headers = ["Cookie": "other=1; \(pair)"]
            #expect(try TestClient.fetch(port, "/api/stats", headers: headers).status == 200)
            #expect(try TestClient.fetch(port, "/api/stats", headers: ["Cookie": pair + "0"]).status == 401)
            let page = try TestClient.fetch(port, "/", headers: ["Accept": "text/html"])
            #expect(page.status == 401 && page.text.contains("token"))
        }
    }

    @Test(arguments: ["//evil.example/?token=t", "/%5Cevil.example?token=t", "/%2F/evil.example?token=t"])
    func `signing in never leads to another host`(target: String) throws {
        try Fixtures.withServer(token: "t") { port, _ in
            let response = try TestClient.fetch(port, target)
            let location = try #require(response.headers["location"])
            #expect(location.hasPrefix("/") && !location.hasPrefix("//") && !location.hasPrefix("/\\"))
        }
    }

    @Test func `an address that others can reach needs a token`() {
        for token in [nil, ""] {
            let error = #expect(throws: DashboardError.self) {
                _ = try DashboardServer.start(
                    hub: Hub(),
                    settings: DashboardSettings(listen: "0.0.0.0:0", token: token, version: "1", clock: FixedClock()))
            }
            #expect(error?.code == .tokenRequired)
            #expect(error?.description.contains("dashboard.token_file, SOUK_DASHBOARD_TOKEN_FILE") == true)
        }
    }

    @Test func `a port in use is an error that says what to do`() throws {
        try Fixtures.withServer { port, _ in
            let error = #expect(throws: DashboardError.self) {
                _ = try DashboardServer.start(
                    hub: Hub(),
                    settings: DashboardSettings(listen: "127.0.0.1:\(port)", version: "1", clock: FixedClock()))
            }
            #expect(error?.code == .portInUse)
            #expect(error?.description.contains("choose another with --listen 127.0.0.1:\(port + 1)") == true)
            #expect(error?.description.contains("(process ") == true)
        }
    }

    @Test func `every answer is protected`() throws {
        try Fixtures.withServer { port, _ in
            for (target, host) in [("/", "localhost"), ("/api/stats", "localhost"), ("/x", "localhost"), ("/", "evil")]
            {
                let headers = try TestClient.fetch(port, target, host: host).headers
                #expect(headers["content-security-policy"]?.hasPrefix("default-src 'self';") == true)
                #expect(headers["content-security-policy"]?.contains("unsafe") == false)
                #expect(headers["x-content-type-options"] == "nosniff")
                #expect(headers["x-frame-options"] == "DENY")
                #expect(headers["referrer-policy"] == "no-referrer")
                #expect(headers["access-control-allow-origin"] == nil)
            }
            #expect(try TestClient.fetch(port, "/", host: "evil.example").status == 421)
            let foreign = try TestClient.fetch(port, "/", headers: ["Origin": "http://evil.example"])
            #expect(foreign.status == 403)
        }
    }
}
