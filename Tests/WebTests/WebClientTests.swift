import HTTP
import Synchronization
import System
import Testing
import Web

/// The client against real servers on this machine.
@Suite struct WebClientTests {
    /// What a server saw.
    final class Seen: Sendable {
        let requests = Mutex<[HTTPRequest]>([])
    }

    func with(
        _ settings: WebClientSettings = WebClientSettings(), bodyBytesMax: Int = 1 << 20,
        answer: @escaping @Sendable (HTTPRequest) -> HTTPResponse = { _ in .text("fine") },
        _ body: (WebClient, _ address: String, Seen) throws -> Void
    ) throws {
        let seen = Seen()
        var limits = HTTPServerSettings()
        limits.bodyBytesMax = bodyBytesMax
        let server = try HTTPServer(listen: HTTPAddress("127.0.0.1:0"), settings: limits) { request in
            seen.requests.withLock { $0.append(request) }
            return answer(request)
        }
        defer { server.stop() }
        try body(WebClient(settings), "http://\(server.address)", seen)
    }

    func failure(_ body: () throws -> Void) -> WebClientError? {
        do {
            try body()
            return nil
        } catch {
            return error as? WebClientError
        }
    }

    @Test func `a request brings its method, fields and body, and an answer of any status is no error`() throws {
        try with(answer: { _ in .text("no", status: 403) }) { client, address, seen in
            let request = WebRequest(
                .put, "\(address)/a%20b?op=X&y=%2B", headers: [WebHeader("X-Test", "1")], body: Array("body".utf8))
            let answer = try client.send(request)
            #expect(answer.status == 403)
            #expect(String(decoding: answer.body, as: UTF8.self) == "no")
            #expect(answer.header("content-TYPE") != nil)
            let got = try #require(seen.requests.withLock { $0.first })
            #expect(got.method == "PUT" && got.path == "/a b" && got.value(ofQuery: "y") == "+")
            #expect(got.body == Array("body".utf8))
            #expect(got.values(ofHeader: "x-test") == ["1"])
            #expect(got.values(ofHeader: "expect").isEmpty)
        }
    }

    @Test(arguments: [WebMethod.get, .put, .post, .delete])
    func `every method works without a body, too`(method: WebMethod) throws {
        try with { client, address, seen in
            let answer = try client.send(WebRequest(method, "\(address)/"))
            #expect(answer.status == 200)
            #expect(seen.requests.withLock { $0.map(\.method) } == [method.rawValue])
        }
    }

    @Test func `one connection serves request after request`() throws {
        let listener = try ScriptedServer()
        let client = WebClient()
        for number in 0..<20 {
            #expect(try client.send(WebRequest(.get, "\(listener.address)/\(number)")).isSuccess)
        }
        #expect(listener.connectionCount == 1)
    }

    @Test func `a body of pieces arrives in one request, in order`() throws {
        try with(bodyBytesMax: 64 << 20) { client, address, seen in
            let upload = try client.upload(WebRequest(.put, "\(address)/big"))
            var expected: [UInt8] = []
            for number in 0..<300 {
                let piece = (0..<number * 100).map { UInt8(truncatingIfNeeded: $0 &+ number) }
                expected += piece
                #expect(try upload.write(piece))
            }
            #expect(try upload.finish().status == 200)
            let requests = seen.requests.withLock { $0 }
            #expect(requests.count == 1)
            #expect(requests[0].body == expected)
            #expect(requests[0].values(ofHeader: "transfer-encoding") == ["chunked"])
        }
    }

    @Test func `several uploads grow at the same time on one thread`() throws {
        try with { client, address, seen in
            let uploads = try (0..<8).map { try client.upload(WebRequest(.put, "\(address)/\($0)")) }
            for piece in 0..<5 {
                for (index, upload) in uploads.enumerated() {
                    #expect(try upload.write([UInt8](repeating: UInt8(16 * index + piece), count: 10_000)))
                }
            }
            for upload in uploads { #expect(try upload.finish().isSuccess) }
            let bodies = seen.requests.withLock { $0.map(\.body) }
            #expect(bodies.count == 8)
            for body in bodies {
                #expect(body.count == 50_000)
                #expect(Set(body.map { $0 >> 4 }).count == 1)
                #expect(body == body.sorted())
            }
        }
    }

    @Test func `ending a body does not wait for the answer`() throws {
        let listener = try ScriptedServer(answer: "HTTP/1.1 100 Continue\r\n\r\n")
        let client = WebClient(WebClientSettings(stallTimeout: .milliseconds(100)))
        let upload = try client.upload(WebRequest(.put, "\(listener.address)/x"))
        #expect(try upload.write([1, 2, 3]))
        try upload.end()
        #expect(failure { _ = try upload.finish() }?.code == .timedOut)
    }

    @Test func `a body that was ended has its answer later`() throws {
        try with { client, address, seen in
            let uploads = try (0..<3).map { try client.upload(WebRequest(.put, "\(address)/\($0)")) }
            for upload in uploads {
                #expect(try upload.write([1, 2, 3]))
                try upload.end()
            }
            for upload in uploads { #expect(try upload.finish().isSuccess) }
            #expect(seen.requests.withLock { $0.map(\.body) } == Array(repeating: [1, 2, 3], count: 3))
        }
    }

    @Test func `an upload that is broken off reaches nobody as a whole`() throws {
        try with { client, address, seen in
            let upload = try client.upload(WebRequest(.put, "\(address)/x"))
            #expect(try upload.write([UInt8](repeating: 1, count: 100_000)))
            upload.cancel()
            #expect(try client.send(WebRequest(.get, "\(address)/y")).isSuccess)
            #expect(seen.requests.withLock { $0.map(\.path) } == ["/y"])
        }
    }

    @Test func `an answer before the body's end ends the upload`() throws {
        let listener = try ScriptedServer(answer: "HTTP/1.1 403 Full\r\nContent-Length: 0\r\n\r\n")
        let upload = try WebClient().upload(WebRequest(.put, "\(listener.address)/x"))
        #expect(try !upload.write([UInt8](repeating: 1, count: 10_000)))
        #expect(try !upload.write([1]))
        #expect(try upload.finish().status == 403)
    }

    @Test func `a redirection is an answer like any other`() throws {
        let listener = try ScriptedServer(
            answer: "HTTP/1.1 307 Elsewhere\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")
        let answer = try WebClient().send(WebRequest(.put, "\(listener.address)/x", body: [1]))
        #expect(answer.status == 307)
        #expect(answer.header("location") == "http://127.0.0.1:1/")
    }

    @Test func `an answer's body is handed on in pieces, and stops when the taker does`() throws {
        struct Enough: Error {}
        let body = String(repeating: "0123456789", count: 50_000)
        try with(answer: { _ in .text(body) }) { client, address, _ in
            var got: [UInt8] = []
            let answer = try client.receive(WebRequest(.get, "\(address)/")) { got += $0 }
            #expect(answer.isSuccess && answer.body.isEmpty)
            #expect(got == Array(body.utf8))
            #expect(throws: Enough.self) {
                _ = try client.receive(WebRequest(.get, "\(address)/")) { _ in throw Enough() }
            }
            #expect(failure { _ = try client.send(WebRequest(.get, address), bodyBytesMax: 1000) }?.code == .tooLong)
            #expect(try client.send(WebRequest(.get, address)).body.count == 500_000)
        }
    }

    @Test func `nobody listening means that nothing arrived`() throws {
        let error = try #require(failure { _ = try WebClient().send(WebRequest(.put, "http://127.0.0.1:1/x?token=s")) })
        #expect(error.code == .noConnection && !error.mayHaveArrived && error.libraryCode == 7)
        #expect(error.description.contains("PUT http://127.0.0.1:1/x: "))
    }

    @Test func `a connection that breaks without an answer means that the request may have arrived`() throws {
        let listener = try ScriptedServer(answer: "")
        let error = try #require(failure { _ = try WebClient().send(WebRequest(.put, "\(listener.address)/x")) })
        #expect(error.code == .connectionLost && error.mayHaveArrived)
    }

    @Test func `half an answer is none`() throws {
        let listener = try ScriptedServer(answer: "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345")
        #expect(failure { _ = try WebClient().send(WebRequest(.get, listener.address)) }?.code == .connectionLost)
    }

    @Test func `silence ends a request, and the request may have arrived`() throws {
        let listener = try ScriptedServer(answer: nil)
        let client = WebClient(WebClientSettings(stallTimeout: .milliseconds(100)))
        let error = try #require(failure { _ = try client.send(WebRequest(.put, "\(listener.address)/x")) })
        #expect(error.code == .timedOut && error.mayHaveArrived && error.libraryCode == 28)
    }

    @Test func `an address that makes no sense is said to be one`() throws {
        for address in ["", "nonsense", "ftp://127.0.0.1/x", "file:///etc/passwd", "http://[::1"] {
            let error = try #require(failure { _ = try WebClient().send(WebRequest(.get, address)) })
            #expect(!error.mayHaveArrived)
            #expect(error.code == .invalidRequest || error.code == .noConnection, "\(address)")
        }
    }

    @Test func `a connection can be led elsewhere`() throws {
        let listener = try ScriptedServer()
        var settings = WebClientSettings()
        settings.detours = ["somewhere.invalid:99:127.0.0.1:\(listener.port)"]
        #expect(try WebClient(settings).send(WebRequest(.get, "http://somewhere.invalid:99/")).isSuccess)
    }
}

extension WebUpload {
    func write(_ bytes: [UInt8]) throws -> Bool {
        // Bytes have no padding, the one thing that makes a raw view unsafe.
        try write(unsafe bytes.span.bytes)
    }
}
