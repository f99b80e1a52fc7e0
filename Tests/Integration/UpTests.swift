import Foundation
import Testing

@Suite(.needsSouk)
struct UpTests {
    @Test func `sales move, a drain leaves nothing unread, and the next up goes on where it stopped`() throws {
        try withTemporaryDirectory { directory in
            let up = try start(in: directory)
            let first = try ServedDashboard(of: up).waitForTransactions(100)
            up.send(SIGINT)
            let outcome = up.waitForEnd()
            #expect(outcome.exitCode == 0, "\(outcome.errors)")
            let words = try Souk.verify("data/lake", log: "log:data/log", in: directory)
            #expect(words["log_offsets"]?.contains("; 0 messages of the log are not in it") == true, "\(words)")

            let again = try start(in: directory)
            #expect(try ServedDashboard(of: again).waitForTransactions(first + 100) >= first + 100)
            again.send(SIGTERM)
            let end = again.waitForEnd()
            #expect(end.exitCode == 0, "\(end.errors)")
            try Souk.verify("data/lake", log: "log:data/log", in: directory)
            let repeated = try Souk.row(
                "SELECT count(*) - count(DISTINCT transaction_id) FROM transactions", in: directory, lake: "data/lake")
            #expect(repeated == ["0"], "the second up sold what the first had sold")
        }
    }

    @Test func `what is in use is refused with the process that uses it`() throws {
        try withTemporaryDirectory { directory in
            let up = try start(in: directory)
            let port = try ServedDashboard(of: up).port
            let owner = "process \(up.identifier)"
            for (arguments, exitCode, messages) in [
                (["up", "--data", "data", "--listen", "127.0.0.1:0"], 16, [owner, "--data"]),
                (["run", "--from", "log:data/log", "--lake", "data/lake"], 16, [owner, "another lake"]),
                (["produce", "--to", "log:data/log", "--count", "5"], 11, [owner, "another directory"]),
                (["up", "--data", "other", "--listen", "127.0.0.1:\(port)"], 10, ["souk (\(owner))", "--listen"]),
                (
                    ["serve", "--lake", "data/lake", "--listen", "127.0.0.1:\(port)"], 10,
                    ["souk (\(owner))", "--listen"]
                ),
            ] as [([String], Int32, [String])] {
                let outcome = try Souk.run(arguments, directory: directory)
                #expect(outcome.exitCode == exitCode, "\(arguments): \(outcome.errors)")
                for message in messages { #expect(outcome.errors.contains(message), "\(arguments): \(outcome.errors)") }
            }
            up.send(SIGINT)
            #expect(up.waitForEnd().exitCode == 0)
        }
    }

    @Test func `up is killed, and the next one loses nothing and sells nothing twice`() throws {
        try withTemporaryDirectory { directory in
            for _ in 0..<3 {
                let up = try start(in: directory, rate: "5k")
                try ServedDashboard(of: up).waitForTransactions(3_000)
                up.send(SIGKILL)
                #expect(up.waitForEnd().exitCode == 128 + SIGKILL)
            }
            let last = try start(in: directory)
            try ServedDashboard(of: last).waitForTransactions(9_000)
            last.send(SIGINT)
            let outcome = last.waitForEnd()
            #expect(outcome.exitCode == 0, "\(outcome.errors)")
            let words = try Souk.verify("data/lake", log: "log:data/log", in: directory)
            #expect(words["log_offsets"]?.contains("; 0 messages of the log are not in it") == true, "\(words)")
        }
    }

    @Test func `the console shows open windows and new sales at one sale a second`() throws {
        try withTemporaryDirectory { directory in
            let up = try start(in: directory, rate: "1", ["--console"])
            let isShown = up.wait(seconds: 60) { up in
                up.outputText.contains("transaction_id") && up.outputText.contains("window_start")
            }
            #expect(isShown, "\(up.outputText)\(up.errorText)")
            up.send(SIGINT)
            #expect(up.waitForEnd().exitCode == 0)
            let closed = try Souk.row("SELECT count(*) FROM final_windows", in: directory, lake: "data/lake")
            #expect(closed == ["0"])
        }
    }

    /// Starts `up`, which commits five times a second.
    private func start(in directory: URL, rate: String = "300", _ more: [String] = []) throws -> RunningProcess {
        try Souk.start(
            ["up", "--data", "data", "--rate", rate, "--listen", "127.0.0.1:0"] + more,
            environment: ["SOUK_LAKE_COMMIT_INTERVAL": "200ms"], directory: directory)
    }
}
