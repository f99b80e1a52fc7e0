import Foundation
import Testing

@Suite(.needsSouk)
struct BadInputTests {
    /// A command that must fail, with the exit code and parts of the message that it must fail with.
    struct Refusal: Sendable, CustomTestStringConvertible {
        var arguments: [String]
        var exitCode: Int32
        /// What failed, and what to do about it.
        var messages: [String]
        var environment: [String: String] = [:]

        init(
            _ arguments: String, _ exitCode: Int32, _ messages: String..., sql: String? = nil,
            environment: [String: String] = [:]
        ) {
            self.arguments = arguments.split(separator: " ").map(String.init) + (sql.map { [$0] } ?? [])
            self.exitCode = exitCode
            self.messages = messages
            self.environment = environment
        }

        var testDescription: String { (environment.map { "\($0)=\($1)" } + arguments).joined(separator: " ") }
    }

    static let usage = [
        Refusal("produce --to log:new --rat max", 2, "--rat", "did you mean --rate?"),
        Refusal("prodce", 2, "prodce", "did you mean produce?"),
        Refusal("produce --to log:new --count 0", 2, "--count", "1 or more"),
        Refusal("produce --to log:new --count 1 --start 2200-01-01T00:00:00Z", 2, "--start", "from 1970 to 2199"),
        Refusal("produce --to log:new --count 1 --broken 101%", 2, "--broken", "between 0 and 1"),
        Refusal("produce --to log:new --from sales.csv --seed 3", 2, "--seed", "--from"),
        Refusal("run --from ftp://somewhere --lake lake", 2, "ftp://somewhere", "log:DIR"),
        Refusal("run --from ./log --lake lake", 2, "did you mean log:./log?"),
        Refusal("run --from kafka://host/topic --lake lake", 2, "not a Kafka topic", "add the port, usually 9092"),
        Refusal("run --from log:log --lake webhdfs://host/x", 2, "not a lake on HDFS", "add the port, usually 9870"),
        Refusal("run --from log:log --lake lake --engine sc://host:1", 2, "Spark", "native"),
        Refusal("run --from - --lake lake --allow-new-log", 2, "standard input"),
        Refusal("run --from log:log --lake lake --commit-rows 0", 2, "--commit-rows", "1 to 1000000000"),
        Refusal("tail log:log -o soon", 2, "-o", "beginning, end or an offset"),
        Refusal("tail log:log -e -p 9", 2, "no partition 9", "0, 1, 2, 3"),
        Refusal("query --lake lake", 2, "SQL"),
    ]

    static let missing = [
        Refusal("run --from log:missing --lake lake --until-end", 11, "missing", "check the path"),
        Refusal("run --from file:missing.ndjson --lake lake --until-end", 11, "missing.ndjson", "check the path"),
        Refusal("run --from log:a-file --lake lake --until-end", 11, "a-file", "name another place"),
        Refusal("tail log:missing -e", 11, "missing", "check the path"),
        Refusal("produce --to log:new --from missing.csv", 11, "missing.csv", "check the path"),
        Refusal("produce --to log:a-file --count 1", 11, "a-file", "a file stands where a directory should"),
        Refusal("produce --to file:missing/sales.ndjson --count 1", 11, "missing/sales.ndjson", "must exist"),
        Refusal("report --lake missing", 12, "there is no lake at missing", "souk run --from"),
        Refusal("verify --lake missing", 12, "there is no lake at missing", "souk run --from"),
        Refusal("serve --lake missing", 12, "there is no lake at missing", "souk run --from"),
        Refusal("query --lake missing", 12, "there is no lake at missing", sql: "SELECT 1"),
        Refusal("report --lake a-file", 12, "a-file", "move it away"),
        Refusal("run --from log:log --lake a-file --until-end", 12, "a-file", "move it away"),
        Refusal("report --lake lake --out missing/report.md", 1, "missing/report.md", "--out"),
        Refusal("verify --lake lake --from log:missing", 11, "missing", "check the path"),
    ]

    static let statements = [
        Refusal("query --lake lake", 2, "read-only", sql: "DELETE FROM transactions"),
        Refusal("query --lake lake", 2, "read-only", sql: "SELECT 1; DROP TABLE transactions"),
        Refusal("query --lake lake", 2, "read_csv", sql: "SELECT * FROM read_csv('/etc/passwd')"),
        Refusal("query --lake lake", 2, "SELEC", "DESCRIBE transactions", sql: "SELEC 1"),
        Refusal("query --lake lake", 2, "colour", "DESCRIBE transactions", sql: "SELECT colour FROM transactions"),
    ]

    static let settings = [
        Refusal("up --listen 0.0.0.0:0 --data data", 10, "token", "127.0.0.1"),
        Refusal("config check --config missing.toml", 10, "missing.toml", "no such file"),
        Refusal("config check --config bad.toml", 10, "bad.toml:2:1", "did you mean windows.size?"),
        Refusal("run --config bad.toml --from log:log --lake lake", 10, "bad.toml:2:1", "windows.size"),
        Refusal("config check --config torn.toml", 10, "torn.toml:1"),
        Refusal("run --config other.toml --from log:log --lake lake --until-end", 10, "windows.size", "new lake"),
        Refusal("config show", 10, "SOUK_WINDOWS_SIZE", "a duration", environment: ["SOUK_WINDOWS_SIZE": "banana"]),
        Refusal("config show", 10, "SOUK_WINDOWS_SIZ", "SIZE", environment: ["SOUK_WINDOWS_SIZ": "1m"]),
        Refusal("config show", 10, "366 days", environment: ["SOUK_WINDOWS_LATENESS": "900000h"]),
        Refusal(
            "produce --to log:new --count 1", 10, "SOUK_LOG_SEGMENT_BYTES", "4KiB to 1GiB",
            environment: ["SOUK_LOG_SEGMENT_BYTES": "2GiB"]),
        Refusal(
            "produce --to log:new --count 1", 10, "larger than the 100",
            environment: ["SOUK_LOG_MAX_MESSAGE_BYTES": "100"]),
        Refusal(
            "run --from log:log --lake lake --until-end", 10, "SOUK_LAKE_COMMIT_ROWS", "1 to 1000000000",
            environment: ["SOUK_LAKE_COMMIT_ROWS": "9000000000000000000"]),
        Refusal(
            "verify --lake lake", 10, "pipeline `other`", "pipeline.name", environment: ["SOUK_PIPELINE_NAME": "other"]),
    ]

    @Test func `a command that can't be carried out says why and what to do, and exits with its code`() throws {
        try withTemporaryDirectory { directory in
            for (name, text) in [
                ("a-file", "not a lake"), ("bad.toml", "[windows]\nsiez = \"1m\"\n"), ("torn.toml", "x = [\n"),
                ("other.toml", "[windows]\nsize = \"5m\"\n"), ("sales.csv", "a,b\n1,2\n"),
            ] { try Data(text.utf8).write(to: directory.appending(path: name)) }
            try Souk.produce(100, into: directory)
            try Souk.runToEnd(in: directory)
            for refusal in Self.usage + Self.missing + Self.statements + Self.settings {
                let outcome = try Souk.run(
                    refusal.arguments,
                    environment: refusal.environment.merging(["XDG_CONFIG_HOME": directory.path]) { $1 },
                    directory: directory)
                let said = "\(refusal.testDescription): \(outcome.exitCode) \(outcome.errors)"
                #expect(outcome.exitCode == refusal.exitCode, "\(said)")
                #expect(outcome.errors.hasPrefix("souk: "), "\(said)")
                for message in refusal.messages {
                    #expect(outcome.errors.contains(message), "\(message) is not in \(said)")
                }
                #expect(outcome.output.isEmpty || refusal.arguments[0] == "config", "words on standard output: \(said)")
            }
        }
    }

    @Test func `a full output says so, and nothing is written to it as if it were data`() throws {
        try withTemporaryDirectory { directory in
            try Souk.produce(100, into: directory)
            try Souk.runToEnd(in: directory)
            let outcome = try Shell.run("$SOUK query --lake lake 'SELECT 1' >/dev/full", directory: directory)
            #expect(outcome.exitCode == 1)
            #expect(outcome.errors.contains("standard output: no space left on device"), "\(outcome.errors)")
        }
    }

    @Test(
        .enabled(
            if: geteuid() != 0 || canDropPrivileges,
            "root may write anywhere, and setpriv is not there to become nobody"),
        arguments: [
            ["produce", "--to", "log:DIRECTORY/locked/log", "--count", "10"],
            ["run", "--from", "log:DIRECTORY/log", "--lake", "DIRECTORY/locked/lake", "--until-end"],
            ["up", "--data", "DIRECTORY/locked", "--listen", "127.0.0.1:0"],
        ])
    func `a directory that may not be written to is refused`(_ command: [String]) throws {
        try withTemporaryDirectory { directory in
            try Souk.produce(10, into: directory)
            let locked = directory.appending(path: "locked")
            try FileManager.default.createDirectory(at: locked, withIntermediateDirectories: true)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: directory.path)
            try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: locked.path)
            let binary = try #require(Souk.binary)
            let arguments = command.map { $0.replacing("DIRECTORY", with: directory.path) }
            let process =
                geteuid() == 0
                ? try RunningProcess(
                    Self.setpriv, Self.becomeNobody + [binary] + arguments,
                    environment: ["XDG_CONFIG_HOME": directory.path], directory: URL(fileURLWithPath: "/"))
                : try RunningProcess(binary, arguments)
            let outcome = process.waitForEnd()
            #expect(outcome.exitCode == 10, "\(outcome.exitCode): \(outcome.errors)")
            #expect(outcome.errors.contains("permission denied"), "\(outcome.errors)")
            #expect(outcome.errors.contains("locked"), "\(outcome.errors)")
        }
    }

    private static let setpriv = "/usr/bin/setpriv"
    private static let becomeNobody = ["--reuid=65534", "--regid=65534", "--clear-groups"]
    private static let canDropPrivileges: Bool = {
        guard let binary = Souk.binary, FileManager.default.isExecutableFile(atPath: setpriv) else { return false }
        let process = try? RunningProcess(
            setpriv, becomeNobody + [binary, "--version"], directory: URL(fileURLWithPath: "/"))
        return process?.waitForEnd().exitCode == 0
    }()
}
