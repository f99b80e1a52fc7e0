import Foundation
import Testing

@Suite(.needsSouk)
struct BackgroundTests {
    @Test func `up goes on in the background, is seen by status, and stop leaves nothing uncommitted`() throws {
        try withTemporaryDirectory { directory in
            let state = ["XDG_STATE_HOME": directory.path, "SOUK_LAKE_COMMIT_INTERVAL": "200ms"]
            let started = try Souk.succeed(
                ["up", "--detach", "--rate", "300", "--listen", "127.0.0.1:0"], environment: state,
                directory: directory)
            #expect(started.output.contains("dashboard  http://127.0.0.1:"))
            defer { _ = try? Souk.run(["stop", "--all"], environment: state, directory: directory) }
            let row = try waitForProcess("up", state, in: directory) { $0["read"] as? Int ?? 0 > 300 }
            #expect(row["phase"] as? String == "running")

            let address = try #require(row["dashboard"] as? String).dropFirst("http://".count).dropLast()
            try Souk.succeed(["health", "--listen", String(address)], directory: directory)

            let second = try Souk.run(
                ["up", "--detach", "--listen", "127.0.0.1:0"], environment: state, directory: directory)
            #expect(second.exitCode == 16, "\(second.errors)")
            #expect(second.errors.contains("another souk writes here"), "its own last words: \(second.errors)")

            let stopped = try Souk.succeed(["stop", "--lake", "data/lake"], environment: state, directory: directory)
            #expect(stopped.errors.contains("with everything committed"))
            let words = try Souk.verify("data/lake", log: "log:data/log", in: directory)
            #expect(words["log_offsets"]?.contains("; 0 messages of the log are not in it") == true, "\(words)")
            #expect(try processes(state, in: directory).isEmpty)
        }
    }

    @Test func `run goes on in the background without a dashboard, and one that is killed is told of`() throws {
        try withTemporaryDirectory { directory in
            let state = ["XDG_STATE_HOME": directory.path]
            try Souk.produce(1_000, into: directory)
            let run = ["run", "--from", "log:log", "--lake", "lake", "--detach", "--name", "follower", "--json"]
            let started = try Souk.succeed(run, environment: state, directory: directory).json()
            let process = try #require(started["pid"] as? Int)
            #expect(started["lake"] as? String == directory.resolvingSymlinksInPath().path + "/lake")
            kill(pid_t(process), SIGKILL)
            let deadline = Date(timeIntervalSinceNow: 30)
            var words = ""
            while words.isEmpty, Date() < deadline {
                words = try Souk.succeed(["status", "--json"], environment: state, directory: directory).errors
            }
            #expect(words.contains("follower (process \(process)) was ended from outside"), "\(words)")
        }
    }

    private func processes(_ state: [String: String], in directory: URL) throws -> [[String: Any]] {
        let status = try Souk.succeed(["status", "--json"], environment: state, directory: directory)
        return try #require(status.json()["processes"] as? [[String: Any]])
    }

    private func waitForProcess(
        _ name: String, _ state: [String: String], in directory: URL, until isMet: ([String: Any]) -> Bool
    ) throws -> [String: Any] {
        let deadline = Date(timeIntervalSinceNow: 30)
        while true {
            let row = try #require(try processes(state, in: directory).first { $0["name"] as? String == name })
            if isMet(row) || Date() > deadline { return row }
            Thread.sleep(forTimeInterval: 0.05)
        }
    }
}
