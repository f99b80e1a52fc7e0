import Foundation

/// A tmpfs of a given size, which fills up. Mounting one needs root.
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
        let outcome = try RunningProcess(executable, arguments).waitForEnd()
        guard outcome.exitCode == 0 else { throw Souk.Failure(text: outcome.errors) }
    }
}
