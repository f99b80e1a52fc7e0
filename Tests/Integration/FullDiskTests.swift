import Foundation
import Testing

@Suite(
    .serialized, .needsSouk, .needsOracles,
    .enabled(if: SmallDisk.canMount, "a tmpfs can't be mounted here: that takes root"))
struct FullDiskTests {
    @Test func `a full disk under the lake ends the run with its code, and the next one goes on without loss`() throws {
        try withTemporaryDirectory { directory in
            try Souk.produce(300_000, into: directory, ["--broken", "0.01"])
            try Souk.runToEnd(in: directory, lake: "calm")
            let calm = try LakeContent.essence(directory.appending(path: "calm"))
            try SmallDisk.with(megabytes: 12, at: directory.appending(path: "disk")) { disk in
                let arguments = [
                    "run", "--from", "log:log", "--lake", "disk/lake", "--until-end", "--commit-rows", "20000",
                ]
                for _ in 0..<2 {
                    let full = try Souk.run(arguments, directory: directory)
                    #expect(full.exitCode == 12, "\(full.errors)")
                    #expect(full.errors.contains("no space left"), "\(full.errors)")
                    #expect(full.errors.localizedCaseInsensitiveContains("free some space"), "\(full.errors)")
                }
                try disk.resize(megabytes: 200)
                try Souk.succeed(arguments, directory: directory)
                try LakeContent.expect(directory.appending(path: "disk/lake"), toHave: calm)
                try Souk.verify("disk/lake", in: directory)
            }
        }
    }

    @Test func `a full disk under the log stops the producer, and what was durable before is there`() throws {
        try withTemporaryDirectory { directory in
            try Souk.produce(200_000, into: directory, log: "calm")
            try SmallDisk.with(megabytes: 8, at: directory.appending(path: "disk")) { disk in
                try Souk.produce(1_000, into: directory, log: "disk/log")
                let before = try messages(of: "disk/log", in: directory)
                let full = try Souk.run(
                    ["produce", "--to", "log:disk/log", "--count", "200000", "--seed", "7", "--rate", "max"],
                    directory: directory)
                #expect(full.exitCode == 11, "\(full.errors)")
                #expect(full.errors.contains("no space left"), "\(full.errors)")
                #expect(full.errors.contains("free space"), "\(full.errors)")
                for (calm, pair) in try zip(
                    messages(of: "calm", in: directory), zip(before, messages(of: "disk/log", in: directory)))
                {
                    let (before, after) = pair
                    #expect(after.starts(with: before))
                    // The same simulation was begun twice, so what follows the first part is a beginning of the whole.
                    #expect(calm.starts(with: after.dropFirst(before.count)))
                    #expect(after.count > before.count)
                }
                try disk.resize(megabytes: 64)
                try Souk.produce(1_000, into: directory, log: "disk/log")
                try Souk.runToEnd(in: directory, log: "log:disk/log")
                try Souk.verify(log: "log:disk/log", in: directory)
            }
        }
    }

    @Test func `a full disk under everything ends up, and the next one goes on without loss`() throws {
        try withTemporaryDirectory { directory in
            try SmallDisk.with(megabytes: 16, at: directory.appending(path: "data")) { disk in
                let up = try Souk.start(
                    ["up", "--data", "data", "--rate", "50k", "--listen", "127.0.0.1:0"],
                    environment: ["SOUK_LAKE_COMMIT_INTERVAL": "100ms"], directory: directory)
                let isOver = up.wait(seconds: 40) { _ in false }
                #expect(!isOver)
                up.send(SIGKILL)
                let full = up.waitForEnd()
                #expect([11, 12].contains(full.exitCode), "\(full.exitCode): \(full.errors)")
                #expect(full.errors.contains("no space left"), "\(full.errors)")
                try disk.resize(megabytes: 200)
                try Souk.runToEnd(in: directory, log: "log:data/log", lake: "data/lake")
                let words = try Souk.verify("data/lake", log: "log:data/log", in: directory)
                #expect(words["log_offsets"]?.contains("; 0 messages") == true, "\(words)")
            }
        }
    }

    private func messages(of log: String, in directory: URL) throws -> [Substring.UTF8View] {
        try (0..<4).map { partition in
            let tail = try Souk.succeed(["tail", "log:\(log)", "-e", "-p", "\(partition)"], directory: directory)
            return tail.output[...].utf8
        }
    }
}
