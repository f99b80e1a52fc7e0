import Foundation
import Testing

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

@Suite(
    .serialized, .enabled(if: Souk.isBuilt, "SOUK_BINARY does not name a built souk: run the tests with `make test`"))
struct UpTests {
    @Test func `sales move, a second up is refused, and after a drain the next up goes on where it stopped`() throws {
        try withTemporaryDirectory { directory in
            let port = 20_000 + Int(getpid()) % 20_000
            let arguments = ["up", "--data", "data", "--rate", "200", "--listen", "127.0.0.1:\(port)"]
            let up = try Souk.start(arguments, directory: directory)
            defer { up.send(SIGKILL) }
            let first = try waitForTransactions(port: port, atLeast: 100)

            let second = try Souk.run(
                ["up", "--data", "data", "--listen", "127.0.0.1:\(port + 1)"], directory: directory)
            #expect(second.exitCode == 16, "\(second.errors)")

            let busy = try Souk.run(["up", "--data", "other", "--listen", "127.0.0.1:\(port)"], directory: directory)
            #expect(busy.exitCode == 10, "\(busy.errors)")
            #expect(busy.errors.contains("--listen"), "\(busy.errors)")

            up.send(SIGINT)
            let outcome = up.waitForEnd()
            #expect(outcome.exitCode == 0, "\(outcome.errors)")

            let again = try Souk.start(arguments, directory: directory)
            defer { again.send(SIGKILL) }
            #expect(try waitForTransactions(port: port, atLeast: first) >= first)
            again.send(SIGTERM)
            #expect(again.waitForEnd().exitCode == 0)
            let audit = try Souk.run(["verify", "--lake", "data/lake", "--from", "log:data/log"], directory: directory)
            #expect(audit.exitCode == 0, "\(audit.output)\(audit.errors)")
        }
    }

    /// The total of `/api/stats` once it has reached a count.
    private func waitForTransactions(port: Int, atLeast count: Int) throws -> Int {
        let url = try #require(URL(string: "http://127.0.0.1:\(port)/api/stats"))
        let deadline = Date(timeIntervalSinceNow: 20)
        while Date() < deadline {
            if let data = try? Data(contentsOf: url),
                let stats = try JSONSerialization.jsonObject(with: data) as? [String: Any],
                let total = stats["total_transactions"] as? Int, total >= count
            {
                return total
            }
            Thread.sleep(forTimeInterval: 0.05)
        }
        Issue.record("the dashboard at \(url) did not show \(count) transactions within 20 seconds")
        return 0
    }
}
