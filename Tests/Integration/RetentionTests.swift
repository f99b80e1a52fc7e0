import Foundation
import Testing

/// What the log has removed before it was read, and where a new lake begins.
@Suite(.needsSouk)
struct RetentionTests {
    private static let small = ["SOUK_LOG_SEGMENT_BYTES": "16KiB", "SOUK_LOG_RETENTION_BYTES": "400KiB"]

    private func produce(_ count: Int, seed: Int, in directory: URL) throws {
        try Souk.succeed(
            ["produce", "--to", "log:log", "--count", "\(count)", "--rate", "max", "--seed", "\(seed)"],
            environment: Self.small, directory: directory)
    }

    @Test func `messages that retention removed unread are an error, or a number that the audit knows`() throws {
        try withTemporaryDirectory { directory in
            try produce(500, seed: 1, in: directory)
            try Souk.runToEnd(in: directory)
            try produce(6_000, seed: 2, in: directory)
            let run = ["run", "--from", "log:log", "--lake", "lake", "--until-end"]
            let refused = try Souk.run(run, directory: directory)
            #expect(refused.exitCode == 11, "\(refused.errors)")
            #expect(refused.errors.contains("retention has removed") && refused.errors.contains("--allow-loss"))

            let allowed = try Souk.succeed(run + ["--allow-loss", "--json"], directory: directory)
            #expect(allowed.errors.contains("counted as lost"), "\(allowed.errors)")
            let account = try allowed.json()
            let lost = try #require(account["lost"] as? Int)
            #expect(lost > 1_000 && account["read"] as? Int == 6_000 - lost)
            let words = try Souk.verify(in: directory)
            #expect(words["counter_lost"]?.contains("\(lost)") == true, "\(words)")
            #expect(words["log_messages"]?.contains("the \(6_000 - lost) messages") == true, "\(words)")
        }
    }

    @Test func `a new lake begins at the log's end when it is told so, and goes on from there`() throws {
        try withTemporaryDirectory { directory in
            try produce(300, seed: 1, in: directory)
            let run = ["run", "--from", "log:log", "--lake", "lake", "--until-end", "--json", "--start-at", "latest"]
            #expect(try Souk.succeed(run, directory: directory).json()["read"] as? Int == 0)
            try produce(40, seed: 2, in: directory)
            #expect(try Souk.succeed(run, directory: directory).json()["read"] as? Int == 40)
            try Souk.verify(in: directory)
            let early = try Souk.run(
                ["run", "--from", "log:log", "--lake", "other", "--until-end", "--start-at", "2025-01-01"],
                directory: directory)
            #expect(early.exitCode == 10 && early.errors.contains("start at earliest or latest"), "\(early.errors)")
        }
    }
}
