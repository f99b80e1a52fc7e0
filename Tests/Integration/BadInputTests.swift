import Foundation
import Testing

@Suite(.enabled(if: Souk.isBuilt, "SOUK_BINARY does not name a built souk: run the tests with `make test`"))
struct BadInputTests {
    /// A command that must fail, with the exit code and a part of the message that it must fail with.
    struct Refusal: Sendable, CustomTestStringConvertible {
        var arguments: [String]
        var exitCode: Int32
        var message: String
        var testDescription: String { arguments.joined(separator: " ") }
    }

    static let refusals = [
        Refusal(arguments: ["produce", "--to", "log:new", "--rat", "max"], exitCode: 2, message: "--rate"),
        Refusal(arguments: ["prodce"], exitCode: 2, message: "produce"),
        Refusal(arguments: ["run", "--from", "ftp://somewhere", "--lake", "lake"], exitCode: 2, message: "log:DIR"),
        Refusal(
            arguments: ["run", "--from", "log:missing", "--lake", "lake", "--until-end"], exitCode: 11,
            message: "missing"),
        Refusal(
            arguments: ["run", "--from", "file:missing.ndjson", "--lake", "lake", "--until-end"], exitCode: 11,
            message: "missing.ndjson"),
        Refusal(arguments: ["report", "--lake", "missing"], exitCode: 12, message: "missing"),
        Refusal(arguments: ["query", "--lake", "missing", "SELECT 1"], exitCode: 12, message: "missing"),
        Refusal(arguments: ["verify", "--lake", "missing"], exitCode: 12, message: "missing"),
        Refusal(arguments: ["serve", "--lake", "missing"], exitCode: 12, message: "missing"),
        Refusal(arguments: ["report", "--lake", "a-file"], exitCode: 12, message: "a-file"),
        Refusal(
            arguments: ["run", "--from", "log:log", "--lake", "a-file", "--until-end"], exitCode: 12, message: "a-file"),
        Refusal(arguments: ["up", "--listen", "0.0.0.0:0", "--data", "data"], exitCode: 10, message: "token"),
    ]

    @Test(arguments: refusals)
    func `a command that can't be carried out says why and exits with its code`(_ refusal: Refusal) throws {
        try withTemporaryDirectory { directory in
            try Data("not a lake".utf8).write(to: directory.appending(path: "a-file"))
            let produced = try Souk.run(
                ["produce", "--to", "log:log", "--count", "100", "--seed", "7", "--rate", "max"], directory: directory)
            try #require(produced.exitCode == 0, "\(produced.errors)")
            let outcome = try Souk.run(refusal.arguments, directory: directory)
            #expect(outcome.exitCode == refusal.exitCode, "\(outcome.errors)")
            #expect(outcome.errors.contains(refusal.message), "\(outcome.errors)")
            #expect(outcome.output.isEmpty, "words belong on standard error: \(outcome.output)")
        }
    }

    @Test(
        .enabled(
            if: geteuid() != 0 || canDropPrivileges,
            "root may write anywhere, and setpriv is not there to become nobody"))
    func `a log directory without permission is refused`() throws {
        try withTemporaryDirectory { directory in
            let locked = directory.appending(path: "locked")
            try FileManager.default.createDirectory(at: locked, withIntermediateDirectories: true)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: directory.path)
            try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: locked.path)
            let binary = try #require(Souk.binary)
            let arguments = [binary, "produce", "--to", "log:\(locked.path)/log", "--count", "10", "--rate", "max"]
            let process =
                geteuid() == 0
                ? try RunningProcess(
                    "/usr/bin/setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups"] + arguments,
                    environment: [:], directory: URL(fileURLWithPath: "/"))
                : try RunningProcess(binary, Array(arguments.dropFirst()), environment: [:], directory: nil)
            let outcome = process.waitForEnd()
            #expect(outcome.exitCode == 10 || outcome.exitCode == 11, "\(outcome.exitCode): \(outcome.errors)")
            #expect(outcome.errors.contains("permission"), "\(outcome.errors)")
        }
    }

    private static let canDropPrivileges =
        FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv")
        && (Souk.binary.map { binary in
            let process = try? RunningProcess(
                "/usr/bin/setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", binary, "--version"],
                environment: [:], directory: URL(fileURLWithPath: "/"))
            return process?.waitForEnd().exitCode == 0
        } ?? false)
}
