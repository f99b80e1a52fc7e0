import KafkaLogs
import Testing

@testable import souk

/// What `[kafka]` holds, and how its secrets are kept.
@Suite struct KafkaConfigurationTests {
    private static let password = "opensesame7"

    /// A file that is there.
    private static let file = "\(#filePath)"

    private func report(
        _ text: String = "", environment: [String: String] = [:]
    ) throws -> ConfigurationReport {
        ConfigurationLoader(environment: environment, readFile: { $0 == "./souk.toml" ? text : nil })
            .report(for: try parsed("config", "show"))
    }

    private func settings(_ text: String, environment: [String: String] = [:]) throws -> KafkaLogSettings {
        let console = Console(
            output: .plain, error: .plain, level: .info, outputSink: RecordingSink(), errorSink: RecordingSink())
        guard case .kafka(let address) = try LogURL(argument: "kafka://a:9092,b:9092/sales") else {
            throw CommandError("no topic", exitCode: .failure)
        }
        return try KafkaLogSettings(address, try report(text, environment: environment).validated(), on: console)
    }

    /// The value that librdkafka is given last for a property, which is the one that holds.
    private func value(_ name: String, in settings: KafkaLogSettings) -> String? {
        settings.properties.last { $0.name == name }?.value
    }

    @Test func `all keys reach librdkafka`() throws {
        let settings = try settings(
            """
            [kafka]
            security_protocol = "sasl_ssl"
            sasl_mechanism = "SCRAM-SHA-256"
            username = "amina"
            ca_file = "\(Self.file)"
            certificate_file = "\(Self.file)"
            key_file = "\(Self.file)"
            group = "monitors"
            compression = "zstd"
            max_message_bytes = "5MiB"
            timeout = "7s"
            """, environment: ["SOUK_KAFKA_PASSWORD": Self.password])
        #expect(settings.bootstrapServers == "a:9092,b:9092")
        #expect(settings.topic == "sales")
        #expect(settings.group == "monitors")
        #expect(settings.timeout == .seconds(7))
        let expected = [
            "security.protocol": "sasl_ssl", "sasl.mechanisms": "SCRAM-SHA-256", "sasl.username": "amina",
            "sasl.password": Self.password, "ssl.ca.location": Self.file,
            "ssl.certificate.location": Self.file, "ssl.key.location": Self.file,
            "compression.codec": "zstd", "message.max.bytes": "5242880",
        ]
        for (name, text) in expected { #expect(value(name, in: settings) == text, "\(name)") }
    }

    @Test func `without anything set, connections are plain and the group is called like the pipeline`() throws {
        let settings = try settings("[pipeline]\nname = \"mine\"\n")
        #expect(settings.group == "mine")
        #expect(settings.timeout == .seconds(30))
        #expect(value("security.protocol", in: settings) == "plaintext")
        #expect(value("compression.codec", in: settings) == "lz4")
        #expect(value("sasl.password", in: settings) == nil)
    }

    @Test func `any property of librdkafka may be set under its own name, with or without dots, and is the last word`()
        throws
    {
        let settings = try settings(
            """
            [kafka]
            "fetch.wait.max.ms" = 250
            "socket.keepalive.enable" = false
            "client.rack" = "souk \\"one\\""
            "compression.codec" = "gzip"
            debug = "broker"
            """)
        #expect(value("fetch.wait.max.ms", in: settings) == "250")
        #expect(value("socket.keepalive.enable", in: settings) == "false")
        #expect(value("client.rack", in: settings) == "souk \"one\"")
        #expect(value("compression.codec", in: settings) == "gzip")
        #expect(value("debug", in: settings) == "broker")
    }

    @Test(arguments: [
        (
            "\"fetch.wait.max.mss\" = 250",
            "No such configuration property: \"fetch.wait.max.mss\"; did you mean \"fetch.wait.max.ms\"?"
        ),
        ("\"fetch.wait.max.ms\" = \"soon\"", "Invalid value"),
        ("\"enable.auto.commit\" = true", "is Souk's own (false), because exactly-once rests on it"),
        ("\"group.id\" = \"x\"", "is set with kafka.group"),
        ("acks = 1", "is Souk's own (all)"),
        ("usrname = \"x\"", "unknown key kafka.usrname; did you mean kafka.username?"),
        ("security_protocol = \"tls\"", "plaintext"),
        ("sasl_mechanism = \"GSSAPI\"", "SCRAM-SHA-512"),
        ("compression = \"brotli\"", "lz4"),
        ("timeout = \"10ms\"", "expected 1s to 1h, found 10ms"),
        ("\"sasl.password\" = \"\(password)\"", "use kafka.password_file"),
        ("\"ssl.key.password\" = \"\(password)\"", "kafka.key_password_file"),
        ("password = \"\(password)\"", "only as SOUK_KAFKA_PASSWORD; in files, use password_file"),
    ])
    func `mistakes are told with their place and what would be right, and secrets are not repeated`(
        line: String, expected: String
    ) throws {
        let problems = try report("[kafka]\n\(line)\n").problems.map(\.description)
        try #require(problems.count == 1, "\(problems)")
        #expect(problems[0].hasPrefix("./souk.toml:2:1: "), "\(problems)")
        #expect(problems[0].contains(expected), "\(problems)")
        #expect(!problems[0].contains(Self.password))
        let check = CommandLineRun("config", "check", files: ["./souk.toml": "[kafka]\n\(line)\n"])
        #expect(check.exitCode == .configuration)
    }

    @Test(arguments: [[], ["--json"]])
    func `the password is taken from the environment and never shown`(options: [String]) throws {
        let environment = ["SOUK_KAFKA_PASSWORD": Self.password]
        let words = ["config", "show"] + options
        let shown =
            options.isEmpty
            ? CommandLineRun("config", "show", environment: environment)
            : CommandLineRun("config", "show", "--json", environment: environment)
        #expect(shown.exitCode == .done, "\(words)")
        #expect(!(shown.output + shown.words).contains(Self.password))
        #expect(shown.output.contains("SOUK_KAFKA_PASSWORD"))
    }

    @Test func `what config show prints is a file with the same values, properties of librdkafka among them`() throws {
        let text = """
            [kafka]
            username = "amina"
            timeout = "7s"
            max_message_bytes = "5MiB"
            "fetch.wait.max.ms" = 250
            "client.rack" = "a \\"b\\" \\\\ é"
            debug = "topic"
            """
        let environment = ["SOUK_KAFKA_PASSWORD": Self.password]
        let shown = CommandLineRun("config", "show", files: ["./souk.toml": text], environment: environment)
        #expect(shown.exitCode == .done)
        #expect(shown.output.contains("\"fetch.wait.max.ms\" = \"250\""), "\(shown.output)")
        func values(_ text: String) -> [Substring] { text.split(separator: "\n").filter { !$0.contains("\"source\"") } }
        let expected = CommandLineRun("config", "show", "--json", files: ["./souk.toml": text])
        let again = CommandLineRun("config", "show", "--json", files: ["./souk.toml": shown.output])
        #expect(again.exitCode == .done, "\(again.words)")
        #expect(values(again.output) == values(expected.output))
        #expect(expected.output.contains("\"fetch.wait.max.ms\""))
        #expect(expected.output.contains("./souk.toml:5"))
    }

    @Test(arguments: [
        (
            "password_file = \"/nowhere/password\"",
            "kafka.password_file: the secret can't be had: opening /nowhere/password"
        ),
        ("password_file = \"/dev/null\"", "kafka.password_file: /dev/null is empty"),
        ("", "there is no password"),
    ])
    func `a password that is not to be had ends the start with exit code 10`(line: String, message: String) {
        let text = "[kafka]\nsecurity_protocol = \"sasl_ssl\"\nusername = \"amina\"\n\(line)\n"
        for run in [
            CommandLineRun("tail", "kafka://127.0.0.1:9/sales", files: ["./souk.toml": text]),
            CommandLineRun(
                "produce", "--to", "kafka://127.0.0.1:9/sales", "--count", "1", files: ["./souk.toml": text]),
        ] {
            #expect(run.exitCode == .configuration)
            #expect(run.words.contains(message), "\(run.words)")
        }
    }

    @Test(arguments: ["ca_file", "certificate_file", "key_file"])
    func `a file of certificates that is not there is named`(key: String) {
        let run = CommandLineRun(
            "tail", "kafka://127.0.0.1:9/sales",
            files: ["./souk.toml": "[kafka]\nsecurity_protocol = \"ssl\"\n\(key) = \"/nowhere/x.pem\"\n"])
        #expect(run.exitCode == .configuration)
        #expect(run.words.contains("kafka.\(key): /nowhere/x.pem is not there"), "\(run.words)")
    }

    @Test func `an address with a password in it is refused without repeating the password`() {
        let run = CommandLineRun("tail", "kafka://amina:\(Self.password)@broker:9092/sales")
        #expect(run.exitCode == .usage)
        #expect(run.words.contains("kafka.password_file"))
        #expect(!run.words.contains(Self.password), "\(run.words)")
    }
}
