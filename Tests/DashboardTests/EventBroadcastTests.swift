import HTTP
import Testing

@Suite(.serialized, .timeLimit(.minutes(2)))
struct EventBroadcastTests {
    private static func server(_ broadcast: EventBroadcast, idleSeconds: Int = 30) throws -> HTTPServer {
        var settings = HTTPServerSettings()
        settings.idleSeconds = idleSeconds
        return try HTTPServer(listen: HTTPAddress("127.0.0.1:0"), settings: settings) { _ in
            HTTPResponse(
                status: 200, headers: [.init(name: "Content-Type", value: "text/event-stream")],
                body: .events(broadcast))
        }
    }

    private static func listener(_ server: HTTPServer, receiveBufferBytes: Int32? = nil) throws -> TestClient {
        let client = try TestClient(port: server.port, receiveBufferBytes: receiveBufferBytes)
        try client.request("/")
        #expect(try client.head().status == 200)
        return client
    }

    private static func frame(_ text: String) -> HTTPBytes {
        ServerSentEvent(data: Array(text.utf8)).frame()
    }

    /// Spins until something is so that other threads bring about.
    private static func wait(until condition: () -> Bool) throws {
        let deadline = ContinuousClock.now + .seconds(20)
        while !condition() {
            guard ContinuousClock.now < deadline else { throw TestClient.Failure(description: "it never became so") }
        }
    }

    @Test func `all clients get every frame when they keep up`() throws {
        let broadcast = EventBroadcast()
        let server = try Self.server(broadcast)
        broadcast.publish(Self.frame("first"))
        let clients = try (0..<20).map { _ in try Self.listener(server) }
        for client in clients { #expect(try client.event() == "data: first") }
        for number in 0..<50 {
            broadcast.publish(Self.frame("number \(number)"))
            for client in clients { #expect(try client.event() == "data: number \(number)") }
        }
    }

    @Test func `a client that stalls gets the latest frame and holds nobody up`() throws {
        let broadcast = EventBroadcast()
        let server = try Self.server(broadcast)
        broadcast.publish(Self.frame("0"))
        let stalled = try Self.listener(server, receiveBufferBytes: 4096)
        let quick = try Self.listener(server)
        #expect(try quick.event() == "data: 0")
        let padding = String(repeating: "x", count: 100_000)
        for number in 1...200 {
            broadcast.publish(Self.frame("\(number) \(padding)"))
            #expect(try quick.event()?.hasPrefix("data: \(number) ") == true)
        }
        var received: [Int] = []
        while received.last != 200 {
            let words = try stalled.event()?.split(separator: " ") ?? []
            received.append(words.count > 1 ? Int(words[1]) ?? -1 : -1)
        }
        #expect(received.count < 100, "a stalled client skips what it missed")
        #expect(received == received.sorted())
    }

    @Test func `a heartbeat reaches only those who have nothing else to read`() throws {
        let broadcast = EventBroadcast()
        let server = try Self.server(broadcast)
        let client = try Self.listener(server)
        try Self.wait { broadcast.clientCount == 1 }
        broadcast.heartbeat()
        #expect(try client.event() == ": heartbeat")
        broadcast.publish(Self.frame("news"))
        #expect(try client.event() == "data: news")
    }

    @Test func `a client that left is noticed by heartbeats`() throws {
        let broadcast = EventBroadcast()
        let server = try Self.server(broadcast)
        do {
            let client = try Self.listener(server)
            broadcast.publish(Self.frame("hello"))
            _ = try client.event()
            #expect(broadcast.clientCount == 1)
        }
        try Self.wait {
            broadcast.heartbeat()
            return broadcast.clientCount == 0
        }
        try Self.wait { server.connectionCount == 0 }
    }

    @Test func `an ended broadcast ends its streams properly`() throws {
        let broadcast = EventBroadcast()
        let server = try Self.server(broadcast)
        broadcast.publish(Self.frame("last"))
        let client = try Self.listener(server)
        #expect(try client.event() == "data: last")
        broadcast.end()
        #expect(try client.event() == nil)
        #expect(try Self.listener(server).event() == "data: last")
    }

    @Test func `stopping the server ends its streams and leaves the broadcast to others`() throws {
        let broadcast = EventBroadcast()
        broadcast.publish(Self.frame("news"))
        let first = try Self.server(broadcast)
        let second = try Self.server(broadcast)
        let client = try Self.listener(first)
        let other = try Self.listener(second)
        #expect(try client.event() == "data: news")
        #expect(try other.event() == "data: news")
        first.stop()
        #expect(try client.event() == nil)
        broadcast.publish(Self.frame("more"))
        #expect(try other.event() == "data: more")
    }

    @Test func `a client that never reads can't keep the server from stopping`() throws {
        let broadcast = EventBroadcast()
        let server = try Self.server(broadcast)
        let stalled = try Self.listener(server, receiveBufferBytes: 4096)
        let padding = [UInt8](repeating: 65, count: 8_000_000)
        broadcast.publish(HTTPBytes(padding))
        let start = ContinuousClock.now
        server.stop()
        #expect(ContinuousClock.now - start < .seconds(10))
        _ = stalled
    }

    @Test func `who makes no progress is hung up on, unless there is nothing to send`() throws {
        let broadcast = EventBroadcast()
        let server = try Self.server(broadcast, idleSeconds: 1)
        broadcast.publish(Self.frame("first"))
        let idle = try Self.listener(server)
        #expect(try idle.event() == "data: first")
        let half = try TestClient(port: server.port)
        try half.send(Array("GET / HTTP/1.1\r\nHost: ".utf8))
        try half.waitForHangUp()
        broadcast.publish(Self.frame("second"))
        #expect(try idle.event() == "data: second")

        let stalled = try Self.listener(server, receiveBufferBytes: 4096)
        broadcast.publish(HTTPBytes([UInt8](repeating: 65, count: 16_000_000)))
        // Two rounds of another connection's patience are more than the stalled one's.
        for _ in 0..<2 {
            let round = try TestClient(port: server.port)
            try round.send(Array("GET".utf8))
            try round.waitForHangUp()
        }
        #expect(broadcast.clientCount < 2, "the stalled client was given up")
        _ = stalled
    }

    @Test func `lines in the data can't end an event early`() {
        let event = ServerSentEvent(id: 7, name: "x", retryMilliseconds: 5, data: Array("a\n\nb\rc".utf8))
        let text = String(decoding: event.frame().array, as: UTF8.self)
        #expect(text == "id: 7\nevent: x\nretry: 5\ndata: a\ndata: \ndata: b\ndata: c\n\n")
    }
}
