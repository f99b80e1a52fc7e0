import Foundation
import Testing

/// A small tmpfs that fills up. Mounting one needs root.
@Suite(
    .serialized, .enabled(if: Souk.isBuilt, "SOUK_BINARY does not name a built souk: run the tests with `make test`"),
    .enabled(if: SmallDisk.canMount, "a tmpfs can't be mounted here: that takes root"))
struct FullDiskTests {
    @Test func `a full disk under the lake ends the run with its code, and the next one goes on without loss`() throws {
        try withTemporaryDirectory { directory in
            let produced = try Souk.run(
                ["produce", "--to", "log:log", "--count", "300000", "--seed", "7", "--rate", "max"],
                directory: directory)
            try #require(produced.exitCode == 0, "\(produced.errors)")
            try SmallDisk.with(megabytes: 12, at: directory.appending(path: "disk")) { disk in
                let arguments = [
                    "run", "--from", "log:log", "--lake", "disk/lake", "--until-end", "--commit-rows", "50000",
                ]
                let full = try Souk.run(arguments, directory: directory)
                #expect(full.exitCode == 12, "\(full.errors)")
                #expect(full.errors.contains("space") || full.errors.contains("full"), "\(full.errors)")
                try disk.resize(megabytes: 200)
                let next = try Souk.run(arguments, directory: directory)
                #expect(next.exitCode == 0, "\(next.errors)")
                let audit = try Souk.run(["verify", "--lake", "disk/lake", "--from", "log:log"], directory: directory)
                #expect(audit.exitCode == 0, "\(audit.output)\(audit.errors)")
            }
        }
    }

    @Test func `a full disk under the log stops the producer, and what it had acknowledged is there`() throws {
        try withTemporaryDirectory { directory in
            try SmallDisk.with(megabytes: 8, at: directory.appending(path: "disk")) { disk in
                let arguments = [
                    "produce", "--to", "log:disk/log", "--count", "200000", "--seed", "7", "--rate", "max",
                ]
                let full = try Souk.run(arguments, directory: directory)
                #expect(full.exitCode == 11, "\(full.errors)")
                #expect(full.errors.contains("space") || full.errors.contains("full"), "\(full.errors)")
                try disk.resize(megabytes: 64)
                let run = try Souk.run(
                    ["run", "--from", "log:disk/log", "--lake", "lake", "--until-end", "--json"], directory: directory)
                #expect(run.exitCode == 0, "\(run.errors)")
                let read = try run.json()["read"] as? Int ?? 0
                #expect(read > 0 && read < 200_000)
            }
        }
    }
}

/// A tmpfs of a given size.
struct SmallDisk {
    let path: String

    static let canMount: Bool = {
        guard geteuid() == 0 else { return false }
        return
            (try? withTemporaryDirectory { directory in
                try with(megabytes: 1, at: directory.appending(path: "probe")) { _ in true }
            }) ?? false
    }()

    static func with<Result>(megabytes: Int, at directory: URL, _ body: (SmallDisk) throws -> Result) throws -> Result {
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        try command("/usr/bin/mount", ["-t", "tmpfs", "-o", "size=\(megabytes)m", "tmpfs", directory.path])
        defer { try? command("/usr/bin/umount", ["-l", directory.path]) }
        return try body(SmallDisk(path: directory.path))
    }

    func resize(megabytes: Int) throws {
        try Self.command("/usr/bin/mount", ["-o", "remount,size=\(megabytes)m", path])
    }

    private static func command(_ executable: String, _ arguments: [String]) throws {
        let outcome = try RunningProcess(executable, arguments, environment: [:], directory: nil).waitForEnd()
        guard outcome.exitCode == 0 else { throw Souk.NotAnObject(text: outcome.errors) }
    }
}
