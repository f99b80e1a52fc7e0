import Foundation
import Testing

/// The HTTP side of the real binary.
@Suite(.needsSouk)
struct DashboardTests {
    @Test func `the six endpoints of the reference dashboard have their shapes, and agree with each other`()
        throws
    {
        try withUp { dashboard in
            try dashboard.waitForTransactions(300)
            let stats = try dashboard.stats()
            #expect(
                Set(stats.keys) == [
                    "total_transactions", "total_users", "total_cities", "total_categories", "revenue_total",
                    "montant_moy", "quantite_total",
                ])
            #expect(stats.values.allSatisfy { $0 is NSNumber })
            #expect(stats["total_cities"] as? Int == 6)
            #expect(stats["total_categories"] as? Int == 6)

            for (path, keys) in [
                ("/api/categories", ["labels", "revenue", "transactions"]), ("/api/cities", ["labels", "revenue"]),
                ("/api/payments", ["labels", "transactions", "revenue"]),
            ] {
                let columns: [String: Any] = try dashboard.get(path).json()
                #expect(Set(columns.keys) == Set(keys))
                #expect((columns["labels"] as? [String])?.count == 6)
                let revenue = try #require(columns["revenue"] as? [Double])
                #expect(revenue.count == 6 && revenue == revenue.sorted(by: >) && revenue.allSatisfy { $0 > 0 })
                if keys.contains("transactions") { #expect((columns["transactions"] as? [Int])?.count == 6) }
            }
            try expectTransactions(dashboard)
        }
    }

    private func expectTransactions(_ dashboard: ServedDashboard) throws {
        let recent: [[String: Any]] = try dashboard.get("/api/recent-transactions").json()
        let top: [[String: Any]] = try dashboard.get("/api/top-transactions").json()
        let keys: Set = ["user_id", "city", "category", "amount", "payment_method", "timestamp"]
        #expect(recent.count > 9 && recent.allSatisfy { Set($0.keys) == keys })
        #expect(top.count == 10 && top.allSatisfy { Set($0.keys) == keys.union(["transaction_id", "quantity"]) })
        let amounts = top.compactMap { $0["amount"] as? Double }
        #expect(amounts == amounts.sorted(by: >))
        #expect(top.allSatisfy { ($0["transaction_id"] as? String)?.wholeMatch(of: /[0-9a-f]{8}\.\.\./) != nil })
    }

    @Test func `the metrics add up, and the probes and the version answer`() throws {
        try withUp { dashboard in
            try dashboard.waitForTransactions(300)
            let posted = try dashboard.post("not a transaction\n{}\n", to: "/api/v1/transactions")
            #expect(posted.status == 200, "\(posted.text)")
            var metrics: [String: Double] = [:]
            for _ in 0..<200 {
                metrics = Self.samples(try dashboard.get("/metrics").text)
                if rejected(metrics) == 2, metrics["souk_commits_total", default: 0] > 1 { break }
                Thread.sleep(forTimeInterval: 0.03)
            }
            #expect(rejected(metrics) == 2, "\(metrics)")
            let read = try #require(metrics["souk_messages_read_total"])
            let accepted = try #require(metrics["souk_messages_accepted_total"])
            let windowed = try #require(metrics["souk_transactions_windowed_total"])
            #expect(read == accepted + rejected(metrics))
            #expect(accepted == windowed)
            #expect(metrics["souk_messages_rejected_total{reason=\"invalid_json\"}"] == 1)
            #expect(metrics["souk_messages_rejected_total{reason=\"missing_field\"}"] == 1)
            #expect(metrics["souk_pipeline_phase{phase=\"running\"}"] == 1)
            #expect((0..<4).allSatisfy { metrics["souk_lag_messages{partition=\"\($0)\"}"] != nil })

            for (path, status) in [("/livez", 200), ("/readyz", 200), ("/", 200), ("/nothing", 404)] {
                #expect(try dashboard.get(path).status == status, "\(path)")
            }
            let version: [String: String] = try dashboard.get("/version").json()
            let said = try Souk.run(["--version"]).output
            #expect(said.contains(try #require(version["version"])))
        }
    }

    @Test func `a posted transaction is in the lake, once it was acknowledged`() throws {
        try withUp { dashboard in
            let moment = ISO8601DateFormatter().string(from: Date())
            let messages = (0..<20).map { number in
                """
                {"transaction_id":"posted-\(number)","user_id":"user-\(number)","city":"Fès","category":"Books",\
                "amount":"12.50","quantity":1,"payment_method":"Cash","timestamp":"\(moment)"}
                """
            }
            let one = try dashboard.post(messages[0], to: "/api/v1/transactions")
            #expect(one.status == 200 && one.text.contains("\"appended\":1"), "\(one.text)")
            let many = try dashboard.post(
                messages.dropFirst().joined(separator: "\n"), to: "/api/v1/transactions")
            #expect(many.status == 200 && many.text.contains("\"appended\":19"), "\(many.text)")
            let none = try dashboard.post("\n", to: "/api/v1/transactions")
            #expect(none.status == 400 && none.text.contains("send one JSON object"), "\(none.text)")
            #expect(try dashboard.get("/api/v1/transactions").status == 405)
        } afterwards: { directory in
            let found = try Souk.row(
                """
                SELECT count(*), count(DISTINCT transaction_id), sum(amount), min(city)
                FROM transactions WHERE transaction_id LIKE 'posted-%'
                """, in: directory, lake: "data/lake")
            #expect(found == ["20", "20", "250.00", "Fès"])
        }
    }

    /// Runs `up` while `body` asks it, drains it and audits the lake.
    private func withUp(
        _ body: (ServedDashboard) throws -> Void, afterwards: (URL) throws -> Void = { _ in }
    ) throws {
        try withTemporaryDirectory { directory in
            let up = try Souk.start(
                ["up", "--data", "data", "--rate", "300", "--listen", "127.0.0.1:0"],
                environment: ["SOUK_LAKE_COMMIT_INTERVAL": "200ms"], directory: directory)
            try body(try ServedDashboard(of: up))
            up.send(SIGINT)
            let outcome = up.waitForEnd()
            #expect(outcome.exitCode == 0, "\(outcome.errors)")
            try Souk.verify("data/lake", log: "log:data/log", in: directory)
            try afterwards(directory)
        }
    }

    private func rejected(_ metrics: [String: Double]) -> Double {
        metrics.filter { $0.key.hasPrefix("souk_messages_rejected_total") }.values.reduce(0, +)
    }

    /// The samples of Prometheus' text format, by name and labels.
    private static func samples(_ text: String) -> [String: Double] {
        text.split(separator: "\n").filter { !$0.hasPrefix("#") }.reduce(into: [:]) { samples, line in
            guard let space = line.lastIndex(of: " ") else { return }
            samples[String(line[..<space])] = Double(line[line.index(after: space)...])
        }
    }
}
