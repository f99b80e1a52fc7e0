import Foundation
import Testing

/// Runs the built program. `SOUK_BINARY` says where it is; without it these tests are skipped.
@Suite(.enabled(if: SoukBinary.path != nil, "SOUK_BINARY does not name the built souk"))
struct BinaryTests {
    private struct Result {
        var status: Int32
        var output: String
        var words: String
    }

    private func withDirectory<Value>(_ body: (URL) throws -> Value) throws -> Value {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("souk-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        return try body(directory)
    }

    /// Runs a shell command in an empty directory; `$SOUK` in it is the program.
    private func shell(_ command: String, in directory: URL? = nil) throws -> Result {
        guard let directory else { return try withDirectory { try shell(command, in: $0) } }
        let output = directory.appendingPathComponent(".output"), words = directory.appendingPathComponent(".words")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", "( \(command) ) >.output 2>.words"]
        process.currentDirectoryURL = directory
        process.environment = [
            "SOUK": SoukBinary.path ?? "", "HOME": directory.path, "PATH": "/usr/bin:/bin",
        ]
        try process.run()
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus, output: try String(contentsOf: output, encoding: .utf8),
            words: try String(contentsOf: words, encoding: .utf8))
    }

    @Test func `an unknown flag exits with 2, a suggestion on standard error and nothing on standard output`() throws {
        let result = try shell("\"$SOUK\" produce --rat 5")
        #expect(result.status == 2)
        #expect(result.output.isEmpty)
        #expect(result.words.hasPrefix("souk: unknown flag --rat for `souk produce`; did you mean --rate?\n"))
    }

    @Test func `help goes to standard output and exits with 0`() throws {
        for command in [
            "\"$SOUK\"", "\"$SOUK\" --help", "\"$SOUK\" help tail", "\"$SOUK\" up -h", "\"$SOUK\" --version",
        ] {
            let result = try shell(command)
            #expect(result.status == 0)
            #expect(result.output.hasPrefix("souk "))
            #expect(result.words.isEmpty)
        }
    }

    @Test func `a mistake in a configuration file exits with 10 and names its line`() throws {
        let result = try shell("printf '[lake]\\nurk = 1\\n' >souk.toml; \"$SOUK\" config check")
        #expect(result.status == 10)
        #expect(result.words.contains("./souk.toml:2:1: unknown key lake.urk; did you mean lake.url?"))
    }

    @Test func `a configuration may come from a pipe`() throws {
        let result = try shell("\"$SOUK\" config show -c <(printf '[lake]\\nurl = \"piped\"\\n')")
        #expect(result.status == 0)
        #expect(result.output.contains("url = \"piped\""))
    }

    @Test func `Spark is given a topic and no other log`() throws {
        let result = try shell("\"$SOUK\" run --engine sc://spark:15002 --from log:data/log")
        #expect(result.status == 2)
        #expect(result.words.contains("Spark reads a Kafka topic"))
    }

    @Test func `a reader that leaves is no failure`() throws {
        let result = try shell("\"$SOUK\" config show | true; exit ${PIPESTATUS[0]}")
        #expect(result.status == 0)
        #expect(result.words.isEmpty)
    }

    @Test func `a full disk behind standard output is a failure`() throws {
        let result = try shell("\"$SOUK\" config show >/dev/full")
        #expect(result.status == 1)
        #expect(result.words.contains("no space left on device"))
    }

    @Test(arguments: [("TERM", 143), ("INT", 130)])
    func `a signal ends a command that has nothing to drain at once`(signal: String, status: Int32) throws {
        // The command waits for somebody to write its configuration into the pipe, and nobody does. The shell can open the
        // pipe only once the command reads it.
        let result = try shell(
            """
            mkfifo pipe; "$SOUK" config check -c pipe & process=$!
            exec 3>pipe; kill -\(signal) $process; wait $process
            """)
        #expect(result.status == status)
        #expect(result.output.isEmpty)
    }

    @Test func `the doctor's findings can be read by a program`() throws {
        let result = try shell("\"$SOUK\" doctor --json --listen 127.0.0.1:0")
        let json = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
        let healthy = try #require(json?["healthy"] as? Bool)
        #expect(result.status == (healthy ? 0 : 10))
        #expect(((json?["checks"] as? [Any])?.count ?? 0) > 10)
    }
}
