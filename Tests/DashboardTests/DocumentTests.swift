import Commerce
import Foundation
import Live
import Testing

@testable import Dashboard

struct DocumentTests {
    @Test func `every text survives JSON`() throws {
        var generator = SeededGenerator(state: 1)
        for _ in 0..<2000 {
            let scalars = (0..<Int.random(in: 0..<12, using: &generator)).compactMap { _ in
                let limit: UInt32 = Bool.random(using: &generator) ? 0x80 : 0x2_0000
                return Unicode.Scalar(UInt32.random(in: 0..<limit, using: &generator))
            }
            let text = String(String.UnicodeScalarView(scalars))
            var writer = JSONWriter()
            writer.array([text]) { $0.string($1) }
            let decoded = try JSONSerialization.jsonObject(with: Data(writer.bytes)) as? [String]
            #expect(decoded?.first.map { Array($0.unicodeScalars) } == scalars)
        }
    }

    @Test func `every amount is printed exactly`() {
        var generator = SeededGenerator(state: 2)
        for _ in 0..<5000 {
            let bits = Int64.random(in: 0..<63, using: &generator)
            let minorUnits = Int64.random(in: Int64.min...Int64.max, using: &generator) >> bits
            let text = DecimalText.amount(minorUnits, of: .moroccanDirham)
            #expect(Decimal(string: text) == Decimal(minorUnits) / 100)
            #expect(text.contains(".") && (!text.hasSuffix("0") || text.hasSuffix(".0")))
        }
    }

    @Test(arguments: [(123_450, "1234.5"), (100, "1.0"), (0, "0.0"), (-5, "-0.05"), (1, "0.01"), (110, "1.1")])
    func `amounts look like those of the reference`(minorUnits: Int, text: String) {
        #expect(DecimalText.amount(Int64(minorUnits), of: .moroccanDirham) == text)
    }

    @Test(arguments: [
        ("JPY", 1_234, "1234.0"), ("TND", 1_234, "1.234"), ("TND", 1_200, "1.2"), ("TND", -5, "-0.005"),
    ])
    func `amounts have their currency's decimals`(code: String, minorUnits: Int, text: String) throws {
        #expect(DecimalText.amount(Int64(minorUnits), of: try #require(Currency(code: code))) == text)
    }

    @Test func `a number that JSON can't hold is null`() {
        var writer = JSONWriter()
        writer.array([1.5, .nan, .infinity]) { $0.number($1) }
        #expect(String(decoding: writer.bytes, as: UTF8.self) == "[1.5,null,null]")
    }

    @Test func `the same snapshot gives the same bytes`() {
        let document = {
            SnapshotDocument(
                market: Fixtures.market(), servedAt: Fixtures.moment, timeZone: "UTC", clocks: .utc, version: "1"
            ).encoded()
        }
        #expect((0..<20).allSatisfy { _ in document() == document() })
    }

    @Test func `a snapshot tells of cities, categories, large sales and the hours of the shop's day`() throws {
        let bytes = SnapshotDocument(
            market: Fixtures.market(city: "Fès"), servedAt: Fixtures.moment, timeZone: "UTC", clocks: .utc, version: "1"
        ).encoded()
        let object = try #require(JSONSerialization.jsonObject(with: Data(bytes)) as? NSDictionary)
        let cities = try #require(object["cities"] as? [NSDictionary])
        #expect(
            cities.first == [
                "key": "Fès", "revenue": 1000.01, "transactions": 5, "quantity": 12, "average_basket": 200.0,
                "top_category": "Livres",
            ])
        #expect(cities.last?["top_category"] == nil)
        #expect((object["categories"] as? [NSDictionary])?.map { $0["transactions"] as? Int } == [4, 3])
        #expect(object["large_sales"] as? NSDictionary == ["above": 1000.0, "transactions": 3])
        let day = try #require(object["day"] as? NSDictionary)
        #expect(day["date"] as? String == "2026-03-01" && day["is_today"] as? Bool == true)
        #expect(day["peak_hour"] as? Int == 9)
        let hours = try #require(day["hours"] as? [NSDictionary])
        #expect(hours.count == 24)
        #expect(hours[8] == ["hour": 8, "transactions": 1, "revenue": 200.0])
        #expect(hours[9] == ["hour": 9, "transactions": 6, "revenue": 1034.5])
    }

    @Test func `a snapshot tells what the shop's clocks showed at all of its moments`() throws {
        let rules = try TimeZoneRules(
            tzif: [UInt8](Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/Africa/Casablanca"))))
        var market = MarketSnapshot()
        // Before Ramadan of 2026, when the clocks went back an hour for a month, and after it.
        market.series = [
            .init(start: try Timestamp(iso8601: "2026-02-01T12:00:00Z"), revenue: 1, transactions: 1)
        ]
        let bytes = SnapshotDocument(
            market: market, servedAt: try Timestamp(iso8601: "2026-04-02T12:00:00Z"), timeZone: "Africa/Casablanca",
            clocks: rules, version: "1"
        ).encoded()
        let object = try #require(JSONSerialization.jsonObject(with: Data(bytes)) as? NSDictionary)
        #expect(
            object["utc_offsets"] as? [NSDictionary] == [
                ["since": "2026-02-01T12:00:00Z", "seconds": 3600], ["since": "2026-02-15T02:00:00Z", "seconds": 0],
                ["since": "2026-03-22T02:00:00Z", "seconds": 3600],
            ])
    }

    @Test func `an empty market is a whole document`() throws {
        let bytes = SnapshotDocument(
            market: MarketSnapshot(), servedAt: Fixtures.moment, timeZone: "UTC", clocks: .utc, version: "1"
        ).encoded()
        let object = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
        #expect(object?["average_basket"] as? Double == 0)
        #expect((object?["series"] as? [Any])?.isEmpty == true)
        let day = object?["day"] as? [String: Any]
        #expect(day?["peak_hour"] is NSNull && (day?["hours"] as? [Any])?.count == 24)
        let pipeline = object?["pipeline"] as? [String: Any]
        #expect(pipeline?["watermark"] is NSNull && pipeline?["last_commit"] is NSNull)
        #expect(pipeline?["phase"] as? String == "starting")
    }

    @Test func `metrics are in Prometheus' format`() {
        let text = MetricsDocument(market: Fixtures.market(), version: "1.2.3", eventClients: 2).text()
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for expected in [
            "# HELP souk_messages_read_total Messages read from the log since the lake began.",
            "# TYPE souk_messages_read_total counter", "souk_messages_read_total 12",
            "souk_messages_accepted_total 7", #"souk_messages_rejected_total{reason="invalid_json"} 3"#,
            #"souk_messages_rejected_total{reason="a\"b\\c\nd"} 1"#, "souk_transactions_windowed_total 7",
            "souk_stale_windows 1", "souk_window_rows_revised_total 2", "souk_windows_closed_total 4",
            "souk_commits_total 3", "souk_messages_lost_total 0", "souk_messages_per_second 12.5",
            #"souk_lag_messages{partition="0"} 4"#,
            "souk_watermark_timestamp_seconds 1772357340.5", "souk_last_commit_timestamp_seconds 1772357399.0",
            "souk_last_commit_duration_seconds 0.25", #"souk_revenue_total{currency="MAD"} 1234.5"#,
            "souk_customers 5", "souk_event_clients 2", #"souk_build_info{version="1.2.3"} 1"#,
            #"souk_pipeline_phase{phase="running"} 1"#, #"souk_pipeline_phase{phase="waiting"} 0"#,
        ] {
            #expect(lines.contains(expected), "missing: \(expected)")
        }
        let names = lines.filter { !$0.hasPrefix("#") && !$0.isEmpty }.map { $0.prefix { $0 != "{" && $0 != " " } }
        let typed = Set(lines.filter { $0.hasPrefix("# TYPE") }.map { String($0.split(separator: " ")[2]) })
        #expect(names.allSatisfy { typed.contains(String($0)) && $0.hasPrefix("souk_") })
    }

    @Test func `a pipeline that works is ready, and one that doesn't says why`() {
        func readiness(_ change: (inout PipelineSnapshot) -> Void) -> Readiness {
            var pipeline = Fixtures.pipeline()
            change(&pipeline)
            return Readiness(
                pipeline, since: Timestamp(microseconds: Fixtures.moment.microseconds - 200_000_000),
                now: Fixtures.moment, commitAgeLimit: 120)
        }
        #expect(readiness { _ in }.isReady)
        #expect(readiness { $0.phase = .following }.isReady)
        for phase in [PipelineSnapshot.Phase.starting, .waiting, .stopped] {
            #expect(!readiness { $0.phase = phase }.isReady)
        }
        let waiting = readiness {
            $0.phase = .waiting
            $0.message = "the log is gone"
        }
        #expect(waiting.text(verbose: false) == "[-] pipeline: waiting: the log is gone\nnot ready\n")
        let old = Timestamp(microseconds: Fixtures.moment.microseconds - 121_000_000)
        #expect(readiness { $0.lastCommit = old }.isReady == false)
        #expect(
            readiness {
                $0.lastCommit = old
                $0.lag = 0
            }.isReady)
        #expect(!readiness { $0.lastCommit = nil }.isReady)
        #expect(readiness { _ in }.text(verbose: true) == "[+] pipeline: ok\n[+] commit: ok\nready\n")
    }

    @Test(arguments: [
        ("", []), (" \r\n\n", []), ("{}", ["{}"]), ("{\"a\":1}\n{\"a\":2}\n", ["{\"a\":1}", "{\"a\":2}"]),
        ("{\n \"a\": 1\n}", ["{\n \"a\": 1\n}"]), ("{\"a\":\"}{\\\"{\"}\n{}", ["{\"a\":\"}{\\\"{\"}", "{}"]),
        ("no JSON\n{}", ["no JSON", "{}"]),
    ])
    func `a posted body is one object or one a line`(body: String, messages: [String]) {
        let split = PostedMessages.split(Array(body.utf8)).map { String(decoding: $0, as: UTF8.self) }
        #expect(split == messages)
    }
}
