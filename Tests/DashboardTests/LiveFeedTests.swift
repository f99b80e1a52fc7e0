import Commerce
import HTTP
import Live
import Synchronization
import Testing

@testable import Dashboard

@Suite(.serialized, .timeLimit(.minutes(2)))
struct LiveFeedTests {
    private static func market(_ transactions: Int64) -> MarketSnapshot {
        var market = MarketSnapshot()
        market.transactions = transactions
        return market
    }

    @Test func `frames are built at most every 250 ms and only when something changed`() throws {
        let built = Mutex<[Int64]>([])
        let hub = Hub()
        let feed = LiveFeed(hub: hub) { market in
            built.withLock { $0.append(market.transactions) }
            return Array("{}".utf8)
        }
        let server = try HTTPServer(listen: HTTPAddress("127.0.0.1:0")) { _ in
            HTTPResponse(status: 200, headers: [], body: .events(feed.connect(at: .now - .seconds(100))))
        }
        let client = try TestClient(port: server.port)
        try client.request("/")
        _ = try client.head()
        _ = try client.event()
        let start = ContinuousClock.now
        for step in 0...40 {
            hub.publish(Self.market(Int64(step)))
            feed.tick(at: start + .milliseconds(50 * step))
        }
        #expect(built.withLock { $0 } == [0, 0, 5, 10, 15, 20, 25, 30, 35, 40])
        feed.tick(at: start + .seconds(10))
        #expect(built.withLock { $0.count } == 10, "nothing changed")
        feed.stop()
    }

    @Test func `nothing is built while nobody listens, and a newcomer gets the present state`() {
        let built = Mutex(0)
        let hub = Hub()
        let feed = LiveFeed(hub: hub) { _ in
            built.withLock { $0 += 1 }
            return []
        }
        let start = ContinuousClock.now
        for step in 0..<10 {
            hub.publish(Self.market(Int64(step)))
            feed.tick(at: start + .seconds(step))
        }
        #expect(built.withLock { $0 } == 0)
        _ = feed.connect(at: start + .seconds(20))
        _ = feed.connect(at: start + .milliseconds(20_249))
        #expect(built.withLock { $0 } == 1)
        _ = feed.connect(at: start + .milliseconds(20_250))
        #expect(built.withLock { $0 } == 2)
        feed.stop()
    }

    @Test func `an idle stream gets a heartbeat every 15 s`() throws {
        let feed = LiveFeed(hub: Hub()) { _ in Array("{}".utf8) }
        let server = try HTTPServer(listen: HTTPAddress("127.0.0.1:0")) { _ in
            HTTPResponse(status: 200, headers: [], body: .events(feed.connect()))
        }
        let client = try TestClient(port: server.port)
        try client.request("/")
        _ = try client.head()
        #expect(try client.event()?.contains("event: snapshot") == true)
        let start = ContinuousClock.now + .seconds(1)
        for second in 0...31 { feed.tick(at: start + .seconds(second)) }
        #expect(try client.event() == "event: heartbeat\ndata: {}")
        feed.stop()
    }

    @Test func `a stream begins with the whole market and follows it live`() throws {
        try Fixtures.withServer { port, hub in
            let clients = try (0..<5).map { _ in try TestClient(port: port) }
            for client in clients {
                try client.request("/api/v1/events")
                let (status, headers) = try client.head()
                #expect(status == 200 && headers["content-type"]?.hasPrefix("text/event-stream") == true)
                #expect(try client.snapshot()["transactions"] as? Int == 7)
            }
            hub.publish(Self.market(42))
            for client in clients {
                var snapshot = try client.snapshot()
                while snapshot["transactions"] as? Int == 7 { snapshot = try client.snapshot() }
                #expect(snapshot["transactions"] as? Int == 42)
            }
        }
    }

    @Test func `all clients get the same frame with its number and delay`() throws {
        try Fixtures.withServer { port, hub in
            let clients = try (0..<3).map { _ in try TestClient(port: port) }
            for client in clients {
                try client.request("/api/v1/events")
                _ = try client.head()
                _ = try client.event()
            }
            hub.publish(Self.market(43))
            let frames = try clients.map { client in
                var frame = try client.event()
                while let present = frame, !present.contains("\"transactions\":43") { frame = try client.event() }
                return frame
            }
            #expect(Set(frames).count == 1)
            let lines = try #require(frames[0]).split(separator: "\n").map(String.init)
            #expect(lines.count == 4)
            #expect(lines[0].hasPrefix("id: ") && lines[1] == "event: snapshot" && lines[2] == "retry: 1000")
        }
    }
}
