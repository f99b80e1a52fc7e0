import Glibc
import HTTP
import Synchronization
import System
import Testing

@Suite(.serialized, .timeLimit(.minutes(2)))
struct HTTPServerTests {
    private static func echo() throws -> HTTPServer {
        var settings = HTTPServerSettings()
        settings.bodyBytesMax = 1000
        return try HTTPServer(listen: HTTPAddress("127.0.0.1:0"), settings: settings) { request in
            let query = request.query.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
            let name = request.values(ofHeader: "x-name").joined()
            return .text("\(request.method) \(request.path) [\(query)] \(name) \(request.peer) \(request.body.count)")
        }
    }

    @Test func `a request arrives decoded`() throws {
        let server = try Self.echo()
        let response = try TestClient.fetch(
            server.port, "/caf%C3%A9?a=1%202&b=x+y&c", method: "POST", headers: ["X-Name": "souk"],
            body: [1, 2, 3])
        #expect(response.text == "POST /café [a=1 2&b=x y&c=] souk 127.0.0.1 3")
    }

    @Test(arguments: ["/%zz", "/%4", "/%00", "/a%0ab", "/%ff", "/?a=%c3"])
    func `what can't be decoded is refused`(target: String) throws {
        let server = try Self.echo()
        #expect(try TestClient.fetch(server.port, target).status == 400)
    }

    @Test func `a HEAD has the length of the body and not the body`() throws {
        let server = try Self.echo()
        let client = try TestClient(port: server.port)
        try client.request("/", method: "HEAD")
        let head = try client.response(isHead: true)
        #expect(head.headers["content-length"] == "\("HEAD / []  127.0.0.1 0".utf8.count)")
        try client.request("/next")
        #expect(try client.response().text.hasPrefix("GET /next"))
    }

    @Test func `a body up to the limit is taken and a longer one refused`() throws {
        let server = try Self.echo()
        let body = [UInt8](repeating: 65, count: 1000)
        #expect(try TestClient.fetch(server.port, "/", method: "POST", body: body).status == 200)
        #expect(try TestClient.fetch(server.port, "/", method: "POST", body: body + [65]).status == 413)
    }

    @Test func `a body that is announced far too long is refused before it comes`() throws {
        let server = try Self.echo()
        let client = try TestClient(port: server.port)
        for length in ["100000000", "99999999999999999999999999"] {
            let client = try TestClient(port: server.port)
            try client.send(Array("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(length)\r\n\r\n".utf8))
            #expect([400, 413].contains(try client.response().status))
        }
        try client.send(Array("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n".utf8))
        try client.send(Array(("20000\r\n" + String(repeating: "x", count: 0x20000) + "\r\n").utf8))
        try client.waitForHangUp()
    }

    @Test func `a chunked body that grows too long is refused`() throws {
        let server = try Self.echo()
        let client = try TestClient(port: server.port)
        try client.send(Array("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n".utf8))
        let chunk = "100\r\n" + String(repeating: "x", count: 256) + "\r\n"
        try client.send(Array((String(repeating: chunk, count: 5) + "0\r\n\r\n").utf8))
        #expect(try client.response().status == 413)
    }

    @Test func `headers beyond the limit are refused`() throws {
        let server = try Self.echo()
        let client = try TestClient(port: server.port)
        try client.request("/", headers: ["X-Long": String(repeating: "a", count: 100_000)])
        #expect([413, 431].contains(try client.response().status))
    }

    @Test func `a port in use names the process that uses it`() throws {
        let server = try Self.echo()
        let error = #expect(throws: HTTPServerError.self) {
            _ = try HTTPServer(listen: HTTPAddress(host: "127.0.0.1", port: server.port)) { _ in .text("") }
        }
        #expect(error?.code == .portInUse)
        #expect(error?.systemCode == EADDRINUSE)
        #expect(error?.owner?.processIdentifier == Int(getpid()))
        #expect(error?.description.contains("process \(getpid())") == true)
    }

    @Test(arguments: ["192.0.2.1:0", "no-such-host.invalid:0"])
    func `an address of another machine is refused`(text: String) throws {
        let address = try HTTPAddress(text)
        let error = #expect(throws: HTTPServerError.self) { _ = try HTTPServer(listen: address) { _ in .text("") } }
        #expect(error?.code == .unknownAddress)
    }

    @Test(.enabled(if: geteuid() != 0, "an administrator may listen on any port"))
    func `a port of the administrator is refused to others`() throws {
        let error = #expect(throws: HTTPServerError.self) {
            _ = try HTTPServer(listen: HTTPAddress("127.0.0.1:1")) { _ in .text("") }
        }
        #expect(error?.code == .notPermitted)
    }

    @Test(arguments: [
        ("127.0.0.1:5000", "127.0.0.1", 5000), ("[::1]:80", "::1", 80), ("localhost:0", "localhost", 0),
    ])
    func `an address is a host and a port`(text: String, host: String, port: Int) throws {
        let address = try HTTPAddress(text)
        #expect(address.host == host && Int(address.port) == port && address.description == text)
    }

    @Test(arguments: [
        "", "5000", ":5000", "host", "host:", "host:65536", "host:-1", "::1:80", "[::1]", "a b:1", "[a]:1",
    ])
    func `anything else is no address`(text: String) {
        let error = #expect(throws: HTTPServerError.self) { try HTTPAddress(text) }
        #expect(error?.code == .invalidAddress)
    }

    @Test func `a stopped server gives its port back at once`() throws {
        let first = try Self.echo()
        #expect(try TestClient.fetch(first.port, "/").status == 200)
        first.stop()
        first.stop()
        let second = try HTTPServer(listen: HTTPAddress(host: "127.0.0.1", port: first.port)) { _ in .text("second") }
        #expect(try TestClient.fetch(second.port, "/").text == "second")
    }

    @Test func `a server may be stopped at any moment of its clients' coming and going`() throws {
        for round in 0..<300 {
            let broadcast = EventBroadcast()
            let server = try HTTPServer(listen: HTTPAddress("127.0.0.1:0")) { request in
                request.path == "/events"
                    ? HTTPResponse(status: 200, headers: [], body: .events(broadcast)) : .text("answer")
            }
            do {
                let clients = try (0..<4).map { _ in try TestClient(port: server.port) }
                for (place, client) in clients.enumerated() { try client.request(place % 2 == 0 ? "/" : "/events") }
                for place in [0, 2].prefix(round % 3) { #expect(try clients[place].response().status == 200) }
            }
            server.stop()
        }
    }

    @Test func `many connections are served at the same time`() throws {
        let server = try Self.echo()
        let clients = try (0..<200).map { _ in try TestClient(port: server.port) }
        for client in clients { try client.request("/x") }
        for client in clients { #expect(try client.response().status == 200) }
        #expect(server.connectionCount == 200)
    }
}
