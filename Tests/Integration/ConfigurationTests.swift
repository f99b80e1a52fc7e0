import Foundation
import Testing

/// `config` and `doctor` of the real binary, away from the configuration of whoever runs the tests.
@Suite(.needsSouk)
struct ConfigurationTests {
    @Test func `a flag is stronger than a variable, that than a file, and that than the user's own`() throws {
        try withHome { directory in
            try write("[lake]\ncommit_rows = 1\ncommit_interval = \"1s\"\n", to: "souk/souk.toml", in: directory)
            try write("[lake]\ncommit_rows = 2\n", to: "souk.toml", in: directory)
            try write("[lake]\ncommit_rows = 3\n", to: "named.toml", in: directory)
            #expect(try commitRows([], [:], directory) == 2)
            #expect(try commitRows(["--config", "named.toml"], [:], directory) == 3)
            #expect(try commitRows(["--config", "named.toml"], ["SOUK_LAKE_COMMIT_ROWS": "4"], directory) == 4)
            let lake = try #require(try show([], [:], directory)["lake"] as? [String: [String: Any]])
            #expect(lake["commit_interval"]?["value"] as? String == "1s", "\(lake)")
        }
    }

    @Test func `what is shown is a configuration file that means the same`() throws {
        try withHome { directory in
            let environment = ["XDG_CONFIG_HOME": directory.path, "SOUK_WINDOWS_SIZE": "5m"]
            let shown = try Souk.succeed(["config", "show"], environment: environment, directory: directory).output
            try write(shown, to: "souk.toml", in: directory)
            let check = try Souk.succeed(
                ["config", "check", "--json"], environment: ["XDG_CONFIG_HOME": directory.path], directory: directory)
            #expect(try check.json()["valid"] as? Bool == true, "\(check.output)")
            let windows = try #require(try show([], [:], directory)["windows"] as? [String: [String: Any]])
            #expect(windows["size"]?["value"] as? String == "5m", "\(windows)")
            #expect((windows["size"]?["source"] as? String)?.contains("souk.toml") == true, "\(windows)")
        }
    }

    @Test func `a check tells every mistake, with its place, and exits with 10`() throws {
        try withHome { directory in
            try write("[windows]\nsiez = \"1m\"\n[lake]\ncommit_rows = \"many\"\n", to: "souk.toml", in: directory)
            let outcome = try Souk.run(
                ["config", "check", "--json"], environment: ["XDG_CONFIG_HOME": directory.path], directory: directory)
            #expect(outcome.exitCode == 10)
            let found = try outcome.json()
            #expect(found["valid"] as? Bool == false)
            let problems = try #require(found["problems"] as? [[String: String]])
            #expect(problems.count == 2, "\(problems)")
            #expect(problems.allSatisfy { $0["place"]?.contains("souk.toml") == true }, "\(problems)")
        }
    }

    @Test func `the doctor finds this machine healthy, and says what it looked at`() throws {
        try withHome { directory in
            let outcome = try Souk.succeed(
                ["doctor", "--json", "--data", "data", "--listen", "127.0.0.1:0"],
                environment: ["XDG_CONFIG_HOME": directory.path], directory: directory)
            let report = try outcome.json()
            #expect(report["healthy"] as? Bool == true)
            let checks = try #require(report["checks"] as? [[String: Any]])
            for name in ["DuckDB", "Arrow", "configuration", "disk", "dashboard", "time zones"] {
                #expect(checks.contains { $0["name"] as? String == name }, "\(name)")
            }
            #expect(checks.allSatisfy { Set($0.keys) == ["name", "status", "detail", "advice"] })
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path).isEmpty, "a check left a file")
        }
    }

    @Test func `the doctor tells of a configuration that is wrong, and exits with 10`() throws {
        try withHome { directory in
            try write("[windows]\nsiez = \"1m\"\n", to: "souk.toml", in: directory)
            let outcome = try Souk.run(
                ["doctor", "--json"], environment: ["XDG_CONFIG_HOME": directory.path], directory: directory)
            #expect(outcome.exitCode == 10)
            #expect(try outcome.json()["healthy"] as? Bool == false)
            #expect(outcome.errors.contains("configuration"), "\(outcome.errors)")
        }
    }

    private func withHome(_ body: (URL) throws -> Void) throws {
        try withTemporaryDirectory(body)
    }

    private func show(
        _ options: [String], _ environment: [String: String], _ directory: URL
    ) throws -> [String: Any] {
        try Souk.succeed(
            ["config", "show", "--json"] + options,
            environment: environment.merging(["XDG_CONFIG_HOME": directory.path]) { $1 }, directory: directory
        ).json()
    }

    private func commitRows(
        _ options: [String], _ environment: [String: String], _ directory: URL
    ) throws -> Int? {
        let lake = try show(options, environment, directory)["lake"] as? [String: [String: Any]]
        return lake?["commit_rows"]?["value"] as? Int
    }

    private func write(_ text: String, to path: String, in directory: URL) throws {
        let file = directory.appending(path: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }
}
