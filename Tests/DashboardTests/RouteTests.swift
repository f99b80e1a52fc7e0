import Foundation
import Live
import Testing

@testable import Dashboard

@Suite(.serialized, .timeLimit(.minutes(2)))
struct RouteTests {
    @Test func `the statistics have the reference's shape`() throws {
        try Fixtures.withServer { port, _ in
            let response = try TestClient.fetch(port, "/api/stats")
            let expected: NSDictionary = [
                "total_transactions": 7, "total_users": 5, "total_cities": 3, "total_categories": 2,
                "revenue_total": 1234.5, "montant_moy": 176.36, "quantite_total": 19,
            ]
            #expect(try response.object() as NSDictionary == expected)
            #expect(response.headers["content-type"] == "application/json")
            #expect(response.text.contains("\"revenue_total\":1234.5,"), "an exact decimal, not a binary fraction")
        }
    }

    @Test func `the three breakdowns have the reference's shape`() throws {
        try Fixtures.withServer { (port, _) throws in
            let categories: NSDictionary = [
                "labels": ["Mode", "Livres"], "revenue": [1000, 234.5], "transactions": [4, 3],
            ]
            #expect(try TestClient.dictionary(port, "/api/categories") == categories)
            let cities: NSDictionary = [
                "labels": ["Fès \"médina\"", "Rabat", "Safi"], "revenue": [1000.01, 200, 34.49],
            ]
            #expect(try TestClient.dictionary(port, "/api/cities") == cities)
            let payments: NSDictionary = [
                "labels": ["Carte", "Espèces"], "transactions": [5, 2], "revenue": [500, 734.5],
            ]
            #expect(try TestClient.dictionary(port, "/api/payments") == payments)
        }
    }

    @Test func `the two lists have the reference's shape`() throws {
        try Fixtures.withServer { port, _ in
            let top = try #require(try TestClient.fetch(port, "/api/top-transactions").json() as? [NSDictionary])
            #expect(top.count == 10)
            #expect(
                top.first == [
                    "transaction_id": "abcdef10...", "user_id": "U0", "city": "Fès \"médina\"", "category": "Mode",
                    "amount": 900.1, "quantity": 1, "payment_method": "Carte", "timestamp": "2026-03-01T09:30:00.250Z",
                ])
            let recent = try #require(try TestClient.fetch(port, "/api/recent-transactions").json() as? [NSDictionary])
            #expect(recent.count == 20)
            #expect(
                recent.last == [
                    "user_id": "U19", "city": "Fès \"médina\"", "category": "Mode", "amount": 50.19,
                    "payment_method": "Carte", "timestamp": "2026-03-01T09:29:41.250Z",
                ])
        }
    }

    @Test func `an empty market answers with zeros and empty lists`() throws {
        try Fixtures.withServer(MarketSnapshot()) { port, _ in
            let stats = try TestClient.fetch(port, "/api/stats").object()
            #expect(stats.values.allSatisfy { ($0 as? NSNumber)?.doubleValue == 0 })
            #expect(try TestClient.fetch(port, "/api/top-transactions").text == "[]")
            #expect(try TestClient.fetch(port, "/api/cities").text == #"{"labels":[],"revenue":[]}"#)
        }
    }

    @Test func `the snapshot holds the whole market`() throws {
        try Fixtures.withServer { port, _ in
            let snapshot = try TestClient.fetch(port, "/api/v1/snapshot").object()
            #expect(snapshot["served_at"] as? String == "2026-03-01T09:30:00.250Z")
            #expect(snapshot["version"] as? String == "1.2.3")
            #expect(snapshot["currency"] as? String == "MAD")
            #expect((snapshot["series"] as? [NSDictionary])?.last?["revenue"] as? Double == 200.04)
            #expect((snapshot["latest"] as? [NSDictionary])?.first?["transaction_id"] as? String == "abcdef1000-rest")
            let pipeline = try #require(snapshot["pipeline"] as? [String: Any])
            #expect(
                pipeline["read"] as? Int == 12 && pipeline["stale_windows"] as? Int == 1 && pipeline["lag"] as? Int == 8
            )
            #expect((pipeline["rejected_by_reason"] as? [String: Int])?["invalid_json"] == 3)
            #expect((pipeline["partitions"] as? [NSDictionary])?.last?["watermark"] is NSNull)
        }
    }

    @Test func `health, version and metrics answer`() throws {
        try Fixtures.withServer { port, hub in
            #expect(try TestClient.fetch(port, "/livez").text == "ok\n")
            #expect(try TestClient.fetch(port, "/readyz").status == 200)
            #expect(try TestClient.fetch(port, "/readyz?verbose").text.contains("[+] commit: ok"))
            let version: NSDictionary = ["name": "souk", "version": "1.2.3"]
            #expect(try TestClient.dictionary(port, "/version") == version)
            let metrics = try TestClient.fetch(port, "/metrics")
            #expect(metrics.headers["content-type"]?.hasPrefix("text/plain; version=0.0.4") == true)
            #expect(metrics.text.contains("\nsouk_messages_read_total 12\n"))
            var market = Fixtures.market()
            market.pipeline.phase = .stopped
            hub.publish(market)
            #expect(try TestClient.fetch(port, "/readyz").status == 503)
        }
    }

    @Test func `the page and its files are embedded and cached by their tags`() throws {
        try Fixtures.withServer { port, _ in
            let page = try TestClient.fetch(port, "/")
            #expect(page.text.contains("<title>Souk</title>"))
            for file in ["page.css", "page.js", "chart.min.js", "favicon.svg", "feed.js", "series.js", "theme.js"] {
                let response = try TestClient.fetch(port, "/assets/\(file)")
                #expect(response.status == 200 && response.body.count > 100)
                let tag = try #require(response.headers["etag"])
                let again = try TestClient.fetch(port, "/assets/\(file)", headers: ["If-None-Match": "\"x\", \(tag)"])
                #expect(again.status == 304)
                #expect(response.headers["cache-control"] == "no-cache")
            }
            #expect(try TestClient.fetch(port, "/", headers: ["If-None-Match": "\"other\""]).status == 200)
        }
    }

    @Test(arguments: [
        "/nothing", "/assets/", "/assets/../index.html", "/assets/%2e%2e/%2e%2e/etc/passwd", "/index.html", "//",
        "/api",
        "/assets/index.html",
    ])
    func `what isn't there is not found`(target: String) throws {
        try Fixtures.withServer { port, _ in
            let response = try TestClient.fetch(port, target)
            #expect(response.status == 404)
            #expect(try response.object()["status"] as? Int == 404)
        }
    }

    @Test func `a wrong method is told the right ones`() throws {
        try Fixtures.withServer { port, _ in
            for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
                let response = try TestClient.fetch(port, "/api/stats", method: method)
                #expect(response.status == 405 && response.headers["allow"] == "GET, HEAD")
            }
            #expect(try TestClient.fetch(port, "/api/v1/events", method: "HEAD").status == 200)
            #expect(try TestClient.fetch(port, "/api/v1/transactions", method: "POST").status == 404)
        }
    }

    @Test func `posted transactions go to the log`() throws {
        let intake = FakeIntake()
        try Fixtures.withServer(intake: intake) { port, _ in
            let response = try TestClient.fetch(
                port, "/api/v1/transactions", method: "POST", body: Array("{\"a\":1}\n{\"a\":2}\n".utf8))
            #expect(response.status == 200)
            #expect(try response.object()["appended"] as? Int == 2)
            #expect(intake.messages == ["{\"a\":1}", "{\"a\":2}"])
            let get = try TestClient.fetch(port, "/api/v1/transactions")
            #expect(get.status == 405 && get.headers["allow"] == "POST")
            #expect(try TestClient.fetch(port, "/api/v1/transactions", method: "POST").status == 400)
            let long = [UInt8](repeating: 65, count: 1024 * 1024 + 1)
            #expect(try TestClient.fetch(port, "/api/v1/transactions", method: "POST", body: long).status == 413)
        }
    }

    @Test func `a log that refuses is not passed over in silence`() throws {
        try Fixtures.withServer(intake: FakeIntake(isFull: true)) { port, _ in
            let response = try TestClient.fetch(port, "/api/v1/transactions", method: "POST", body: Array("{}".utf8))
            #expect(response.status == 503)
        }
    }
}
