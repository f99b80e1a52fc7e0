import Foundation
import LakeTesting
import Testing

/// SIGKILL at random moments: whatever the moment, the end is as if nothing had happened.
///
/// `SOUK_KILLS` sets how often (10 by default).
@Suite(.serialized, .needsSouk, .needsOracles)
struct KillTests {
    private static let kills = ProcessInfo.processInfo.environment["SOUK_KILLS"].flatMap(Int.init) ?? 10
    private static let count = 400_000

    @Test func `a pipeline that is killed at random moments comes to the same lake as a calm one`() throws {
        try withTemporaryDirectory { directory in
            try Souk.produce(Self.count, into: directory, ["--broken", "0.01"])
            let began = Date()
            try Souk.succeed(arguments(lake: "calm"), directory: directory)
            let duration = Date().timeIntervalSince(began)
            let calm = try LakeContent.essence(directory.appending(path: "calm"))
            try Souk.verify("calm", in: directory)

            var generator = SeededGenerator(seed: 2_026)
            var survivors = 0
            for _ in 0..<Self.kills {
                let process = try Souk.start(arguments(lake: "killed"), directory: directory)
                Thread.sleep(forTimeInterval: duration * Double.random(in: 0.05..<0.45, using: &generator))
                process.send(SIGKILL)
                let outcome = process.waitForEnd()
                guard outcome.exitCode != 128 + SIGKILL else { continue }
                // The run was quicker than its killer: the lake is complete after the kills before, and a new one begins.
                try #require(outcome.exitCode == 0, "\(outcome.errors)")
                survivors += 1
                try expectEssence(calm, in: directory)
                try FileManager.default.removeItem(at: directory.appending(path: "killed"))
            }
            #expect(survivors <= Self.kills / 2, "\(survivors) of \(Self.kills) runs had ended before they were killed")
            try Souk.succeed(arguments(lake: "killed"), directory: directory)
            try expectEssence(calm, in: directory)
        }
    }

    @Test func `a producer that is killed leaves a log that is a beginning of the calm one's, and it can go on`() throws
    {
        try withTemporaryDirectory { directory in
            try Souk.produce(600_000, into: directory, log: "calm")
            let calm = try partitions(of: "calm", in: directory)
            var generator = SeededGenerator(seed: 7)
            for kill in 0..<3 {
                let log = "killed-\(kill)"
                let process = try Souk.start(
                    ["produce", "--to", "log:\(log)", "--count", "600000", "--seed", "7", "--rate", "max"],
                    directory: directory)
                let commit = directory.appending(path: "\(log)/log")
                #expect(process.wait(seconds: 20) { _ in FileManager.default.fileExists(atPath: commit.path) })
                Thread.sleep(forTimeInterval: Double.random(in: 0..<0.2, using: &generator))
                process.send(SIGKILL)
                #expect(process.waitForEnd().exitCode == 128 + SIGKILL, "the producer had ended before it was killed")

                for (partition, messages) in try partitions(of: log, in: directory).enumerated() {
                    #expect(calm[partition].starts(with: messages))
                }
                try Souk.produce(1_000, into: directory, log: log)
                try Souk.runToEnd(in: directory, log: "log:\(log)", lake: "lake-\(kill)")
                try Souk.verify("lake-\(kill)", log: "log:\(log)", in: directory)
            }
        }
    }

    /// Small commits, so that there are many moments between them.
    private func arguments(lake: String) -> [String] {
        ["run", "--from", "log:log", "--lake", lake, "--until-end", "--commit-rows", "8000"]
    }

    private func expectEssence(_ calm: [String: String], in directory: URL) throws {
        try LakeContent.expect(directory.appending(path: "killed"), toHave: calm)
        try Souk.verify("killed", in: directory)
    }

    private func partitions(of log: String, in directory: URL) throws -> [Substring.UTF8View] {
        try (0..<4).map { partition in
            let tail = try Souk.succeed(["tail", "log:\(log)", "-e", "-p", "\(partition)"], directory: directory)
            return tail.output[...].utf8
        }
    }
}
