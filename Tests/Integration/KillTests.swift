import Foundation
import Testing

/// `souk run` under SIGKILL at random moments: whatever the moment, the end is as if nothing had happened.
///
/// `SOUK_KILLS` sets how often (10 by default).
@Suite(
    .serialized, .enabled(if: Souk.isBuilt, "SOUK_BINARY does not name a built souk: run the tests with `make test`"),
    .enabled(if: Oracle.isInstalled, "the independent readers are not installed: run `make setup-test`"))
struct KillTests {
    private static let kills = ProcessInfo.processInfo.environment["SOUK_KILLS"].flatMap(Int.init) ?? 10
    private static let count = ProcessInfo.processInfo.environment["SOUK_KILL_COUNT"].flatMap(Int.init) ?? 300_000

    @Test func `kill -9 at random moments changes nothing in the end`() throws {
        try withTemporaryDirectory { directory in
            let produced = try Souk.run(
                [
                    "produce", "--to", "log:log", "--count", "\(Self.count)", "--seed", "7", "--rate", "max",
                    "--broken", "0.01",
                ], directory: directory)
            try #require(produced.exitCode == 0, "\(produced.errors)")

            let began = Date()
            let calm = try Souk.run(arguments(lake: "calm"), directory: directory)
            let duration = Date().timeIntervalSince(began)
            try #require(calm.exitCode == 0, "\(calm.errors)")

            var generator = SeededGenerator(state: 2_026)
            var interrupted = 0
            while interrupted < Self.kills {
                let process = try Souk.start(arguments(lake: "killed"), directory: directory)
                Thread.sleep(forTimeInterval: duration * Double.random(in: 0..<0.5, using: &generator))
                process.send(SIGKILL)
                let outcome = process.waitForEnd()
                // A run that was quicker than its killer has finished the log: begin anew, to be killed again.
                if outcome.exitCode == 0 {
                    try FileManager.default.removeItem(at: directory.appending(path: "killed"))
                }
                interrupted += 1
            }
            let last = try Souk.run(arguments(lake: "killed"), directory: directory)
            #expect(last.exitCode == 0, "\(last.errors)")
            #expect(
                try LakeContent.essence(directory.appending(path: "killed"))
                    == LakeContent.essence(directory.appending(path: "calm")))
            for lake in ["calm", "killed"] {
                let audit = try Souk.run(["verify", "--lake", lake, "--from", "log:log"], directory: directory)
                #expect(audit.exitCode == 0, "\(audit.output)\(audit.errors)")
            }
        }
    }

    /// Small commits, so that there are many moments between them.
    private func arguments(lake: String) -> [String] {
        ["run", "--from", "log:log", "--lake", lake, "--until-end", "--commit-rows", "20000"]
    }
}

/// The generator of the kills' moments (SplitMix64).
private struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
