import Foundation
import Testing

/// Other processes read the lake while one writes it.
@Suite(.needsSouk)
struct ReadingWhileWritingTests {
    @Test func `a lake that is being written is queried, reported and audited without errors`() throws {
        try withTemporaryDirectory { directory in
            let up = try Souk.start(
                ["up", "--data", "data", "--rate", "20k", "--listen", "127.0.0.1:0"],
                environment: ["SOUK_LAKE_COMMIT_INTERVAL": "50ms"], directory: directory)
            try ServedDashboard(of: up).waitForTransactions(1_000)
            var last = 0
            for _ in 0..<12 {
                let rows = try Souk.row(
                    "SELECT count(*), count(DISTINCT (_partition, _offset)) FROM transactions", in: directory,
                    lake: "data/lake"
                ).compactMap { Int($0) }
                try #require(rows.count == 2)
                #expect(rows[0] == rows[1])
                #expect(rows[0] >= last, "a transaction has gone")
                last = rows[0]
                let report = try Souk.succeed(["report", "--lake", "data/lake", "--json"], directory: directory)
                let totals = try report.json()["totals"] as? [String: Any]
                #expect(totals?["transactions"] as? Int ?? 0 >= last)
                try Souk.verify("data/lake", log: nil, in: directory)
            }
            #expect(last > 1_000)
            up.send(SIGINT)
            let outcome = up.waitForEnd()
            #expect(outcome.exitCode == 0, "\(outcome.errors)")
            try Souk.verify("data/lake", log: "log:data/log", in: directory)
        }
    }

    @Test func `serve shows what the writer's own dashboard shows, after its next commit`() throws {
        try withTemporaryDirectory { directory in
            try Souk.produce(20_000, into: directory, ["--broken", "0.01"])
            let writer = try Souk.start(
                [
                    "run", "--from", "log:log", "--lake", "lake", "--listen", "127.0.0.1:0", "--commit-interval",
                    "200ms",
                ], directory: directory)
            let own = try ServedDashboard(of: writer)
            let follower = try Souk.start(["serve", "--lake", "lake", "--listen", "127.0.0.1:0"], directory: directory)
            let served = try ServedDashboard(of: follower)
            for count in [20_000, 25_000] {
                if count > 20_000 { try Souk.produce(count - 20_000, into: directory, ["--broken", "0.01"]) }
                let total = try own.waitForTransactions(count * 98 / 100)
                try waitUntilRead(own, count)
                try served.waitForTransactions(total)
                try waitUntilRead(served, count)
                for path in [
                    "/api/stats", "/api/categories", "/api/cities", "/api/payments", "/api/top-transactions",
                    "/api/recent-transactions",
                ] {
                    #expect(try served.get(path).text == own.get(path).text, "\(path)")
                }
            }
            for process in [follower, writer] {
                process.send(SIGINT)
                let outcome = process.waitForEnd()
                #expect(outcome.exitCode == 0, "\(outcome.errors)")
            }
        }
    }

    /// Waits until a dashboard's pipeline has read so many messages.
    private func waitUntilRead(_ dashboard: ServedDashboard, _ count: Int) throws {
        for _ in 0..<500 {
            if try dashboard.get("/metrics").text.contains("\nsouk_messages_read_total \(count)\n") { return }
            Thread.sleep(forTimeInterval: 0.03)
        }
        Issue.record("\(dashboard.address) has not read \(count) messages")
    }
}
