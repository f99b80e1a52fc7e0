import Commerce
import Testing

@testable import souk

@Suite struct ConfigurationTests {
    private let userPath = "/users/amina/.config/souk/souk.toml"

    private func report(
        _ words: [String] = ["config", "show"], files: [String: String] = [:], environment: [String: String] = [:]
    ) throws -> ConfigurationReport {
        let environment = environment.merging(["HOME": "/users/amina"]) { given, _ in given }
        return ConfigurationLoader(environment: environment, readFile: { files[$0] }).report(for: try parsed(words))
    }

    @Test func `each source is stronger than all that come after it`() throws {
        let files = [
            userPath: "[lake]\nurl = \"user\"\n", "./souk.toml": "[lake]\nurl = \"local\"\n",
            "given.toml": "\n[lake]\nurl = \"given\"\n",
        ]
        let environment = ["SOUK_LAKE_URL": "environment"]
        func check(
            _ words: [String], _ files: [String: String], _ environment: [String: String], _ expected: String,
            _ source: String
        ) throws {
            let configuration = try report(words, files: files, environment: environment).validated()
            #expect(configuration[.lakeURL].directory == expected)
            #expect(configuration.source(of: ConfigurationKey.lakeURL.entry).description == source)
        }
        try check(["serve", "--lake", "flag", "-c", "given.toml"], files, environment, "flag", "--lake")
        try check(["serve", "-c", "given.toml"], files, environment, "environment", "SOUK_LAKE_URL")
        try check(["serve", "-c", "given.toml"], files, [:], "given", "given.toml:3")
        try check(["serve"], files, [:], "local", "./souk.toml:2")
        try check(["serve"], files.filter { $0.key == userPath }, [:], "user", "\(userPath):2")
        try check(["serve"], [:], [:], "data/lake", "default")
    }

    @Test func `files are laid over each other key by key`() throws {
        let report = try report(files: [
            userPath: "[lake]\nurl = \"user\"\ncommit_rows = 5\n", "./souk.toml": "[lake]\nurl = \"local\"\n",
        ])
        let configuration = try report.validated()
        #expect(configuration[.lakeURL].directory == "local")
        #expect(configuration[.commitRows].value == 5)
        #expect(report.files == ["./souk.toml", userPath])
    }

    @Test func `XDG_CONFIG_HOME says where the user's file is`() throws {
        let report = try report(
            files: ["/xdg/souk/souk.toml": "[pipeline]\nname = \"x\""], environment: ["XDG_CONFIG_HOME": "/xdg"])
        #expect(try report.validated()[.pipelineName] == "x")
    }

    @Test func `all types of value are read`() throws {
        let text = """
            [pipeline]
            workers = 3
            [log]
            segment_bytes = "1MiB"
            [lake]
            commit_rows = "2M"
            commit_interval = "250ms"
            [dashboard]
            allowed_hosts = ["a.example", "b.example"]
            token_file = "token"
            listen = "0.0.0.0:80"
            [report]
            large_amount = 2500.5
            [fields]
            category = "product_category"
            """
        let configuration = try report(files: ["./souk.toml": text]).validated()
        #expect(configuration[.workers] == 3)
        #expect(configuration[.segmentBytes].bytes == 1 << 20)
        #expect(configuration[.commitRows].value == 2_000_000)
        #expect(configuration[.commitInterval] == .milliseconds(250))
        #expect(configuration[.allowedHosts].elements == ["a.example", "b.example"])
        #expect(configuration[.tokenFile].path == "token")
        #expect(configuration[.listen].port == 80)
        #expect(try configuration[.largeAmount].minorUnits(in: .moroccanDirham, of: .largeAmount) == 250_050)
        #expect(configuration[FieldName.category] == "product_category")
        #expect(configuration[FieldName.city] == "city")
    }

    @Test(arguments: [
        (
            "[lake]\ncomit_interval = \"5s\"",
            "./souk.toml:2:1: unknown key lake.comit_interval; did you mean lake.commit_interval?"
        ),
        ("\n\n[lakes]\nurl = \"x\"", "./souk.toml:3:2: unknown section [lakes]; did you mean [lake]?"),
        ("url = \"x\"", "./souk.toml:1:1: unknown section [url]"),
        ("lake = 5", "./souk.toml:1:1: lake is a section: expected [lake], found an integer"),
        (
            "[log]\nsegment_bytes = true",
            "./souk.toml:2:1: log.segment_bytes: expected a size in bytes such as 64MiB, found a boolean"
        ),
        (
            "[log]\nsegment_bytes = \"2GiB\"",
            "./souk.toml:2:1: log.segment_bytes: expected 4KiB to 1GiB, found 2GiB"
        ),
        (
            "[log]\nmax_message_bytes = 0",
            "./souk.toml:2:1: log.max_message_bytes: expected 1 to 64MiB, found 0"
        ),
        ("[log]\npartitions = 1025", "./souk.toml:2:1: log.partitions: expected 1 to 1024, found 1025"),
        (
            "[lake]\n commit_interval = 5",
            "./souk.toml:2:2: lake.commit_interval: expected a duration such as 250ms, 5s, 1m or 1h30m, found an integer"
        ),
        (
            "[lake]\ncommit_interval = \"5\"",
            "./souk.toml:2:1: lake.commit_interval: expected a duration such as 250ms, 5s, 1m or 1h30m, found \"5\""
        ),
        (
            "[windows]\nsize = \"7m\"",
            "./souk.toml:2:1: windows.size: expected whole seconds that divide a day, such as 1m, 15m or 1h, found 7m"
        ),
        (
            "[dashboard]\nallowed_hosts = [1]",
            "./souk.toml:2:1: dashboard.allowed_hosts: expected texts with commas between them such as souk.example,souk.internal, found an array"
        ),
        (
            "[fields]\ncity = \"category\"",
            "./souk.toml:2: fields.city: two fields would be read from \"category\": city and category"
        ),
        (
            "[dashboard]\nlisten = \"0.0.0.0:5000\"",
            "./souk.toml:2: dashboard.listen: 0.0.0.0:5000 can be reached from other machines and there is no token; set dashboard.token_file, or listen on 127.0.0.1:5000"
        ),
        ("[[[[", "./souk.toml: a key, a value or the end was expected"),
        ("[lake\n", "./souk.toml:1:6: Error while parsing table header: expected ']', saw '\\n'"),
    ])
    func `a mistake in a file is told with its place`(text: String, expected: String) throws {
        let report = try report(files: ["./souk.toml": text])
        #expect(report.problems.map(\.description) == [expected])
        #expect(throws: CommandError.self) { try report.validated() }
    }

    @Test func `all mistakes are told at once, in the order of their lines`() throws {
        let report = try report(
            files: ["./souk.toml": "[lake]\nz = 1\na = 2\n[x]\n"], environment: ["SOUK_LAKE_URL": "log:x"])
        #expect(
            report.problems.map(\.place) == ["./souk.toml:2:1", "./souk.toml:3:1", "./souk.toml:4:2", "SOUK_LAKE_URL"])
    }

    @Test func `an environment variable that means a section must name a key of it`() throws {
        let report = try report(environment: ["SOUK_LAKE_UR": "x", "SOUK_BINARY": "x", "SOUK_LAKE_URL": ""])
        #expect(
            report.problems.map(\.description) == [
                "SOUK_LAKE_UR: unknown environment variable; did you mean SOUK_LAKE_URL?"
            ])
        #expect(report.configuration[.lakeURL].directory == "data/lake")
    }

    @Test func `a file that --config names has to exist, others need not`() throws {
        #expect(try report().problems.isEmpty)
        let problems = try report(["config", "show", "-c", "gone.toml"]).problems
        #expect(problems.map(\.description) == ["gone.toml: no such file, although --config names it"])
    }

    @Test func `a file that can't be read is a mistake`() throws {
        struct Unreadable: Error {}
        let loader = ConfigurationLoader(environment: [:], readFile: { _ in throw Unreadable() })
        let report = loader.report(for: try parsed("config", "check"))
        #expect(report.problems.count == 1)
        #expect(report.problems.first?.place == "./souk.toml")
    }

    @Test func `every default is a value that its own entry accepts`() throws {
        for entry in ConfigurationTable.entries where !entry.defaultText.isEmpty {
            let value = try entry.read(entry.defaultText)
            #expect(entry.json(value) == entry.defaultJSON, "\(entry.path)")
        }
        let report = try report()
        #expect(report.problems.isEmpty)
    }

    @Test func `paths and environment variables are unique`() {
        let paths = ConfigurationTable.entries.map(\.path)
        #expect(Set(paths).count == paths.count)
        #expect(Set(ConfigurationTable.entries.map(\.environmentName)).count == paths.count)
        #expect(Set(ConfigurationTable.sections).count == ConfigurationTable.sections.count)
    }

    @Test func `what config show prints is a configuration file with the same values`() throws {
        let files = [
            "./souk.toml":
                "[lake]\nurl = \"a \\\"b\\\"\"\n[dashboard]\nallowed_hosts = [\"x\", \"y\"]\n[report]\nlarge_amount = 5\n"
        ]
        let shown = CommandLineRun("config", "show", files: files)
        #expect(shown.exitCode == .done)
        let again = CommandLineRun("config", "show", "--json", files: ["./souk.toml": shown.output])
        let expected = CommandLineRun("config", "show", "--json", files: files)
        #expect(again.exitCode == .done, "\(again.words)")
        func values(_ text: String) -> [Substring] { text.split(separator: "\n").filter { !$0.contains("\"source\"") } }
        #expect(values(again.output) == values(expected.output))
    }

    @Test func `config check says which files were used, or what is wrong with exit code 10`() {
        let good = CommandLineRun("config", "check", files: ["./souk.toml": "[lake]\nurl = \"x\""])
        #expect(good.exitCode == .done)
        #expect(good.output.contains("./souk.toml"))
        #expect(good.words.isEmpty)
        let none = CommandLineRun("config", "check")
        #expect(none.output.contains("defaults hold"))
        let bad = CommandLineRun("config", "check", files: ["./souk.toml": "[lake]\nurk = \"x\""])
        #expect(bad.exitCode == .configuration)
        #expect(bad.output.isEmpty)
        #expect(bad.words.contains("souk: ./souk.toml:2:1: unknown key lake.urk; did you mean lake.url?"))
        let json = CommandLineRun("config", "check", "--json", files: ["./souk.toml": "[lake]\nurk = \"x\""])
        #expect(json.output.contains("\"valid\": false"))
        #expect(json.exitCode == .configuration)
    }
}
