import SparkConnect
import Testing

@testable import souk

@Suite struct AddressTests {
    private func problem<Value: ArgumentValue>(_ type: Value.Type, _ text: String) -> ValueProblem? {
        do throws(ValueProblem) {
            _ = try Value(argument: text)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        ("log:data/log", LogURL.embedded(directory: "data/log")), ("log:/srv/a b", .embedded(directory: "/srv/a b")),
        ("file:sales.csv", .file(path: "sales.csv")), ("file:///srv/x", .file(path: "/srv/x")), ("-", .standardStream),
        ("log:a:b", .embedded(directory: "a:b")),
    ])
    func `logs are read and written the same way`(text: String, expected: LogURL) throws {
        let url = try LogURL(argument: text)
        #expect(url == expected)
        #expect(try LogURL(argument: url.argument) == url)
    }

    @Test(arguments: [
        ("kafka://localhost:9092/ecommerce-transactions", "localhost:9092", "ecommerce-transactions"),
        ("kafka://a:1,b:65535,10.0.0.3:9092/Sales_2.x", "a:1,b:65535,10.0.0.3:9092", "Sales_2.x"),
        ("kafka://[::1]:9092/t", "[::1]:9092", "t"),
    ])
    func `topics have brokers and a name`(text: String, servers: String, topic: String) throws {
        let url = try LogURL(argument: text)
        guard case .kafka(let address) = url else {
            Issue.record("\(url) is no topic")
            return
        }
        #expect(address.servers == servers)
        #expect(address.topic == topic)
        #expect(url.argument == text)
    }

    @Test(arguments: [
        (
            "kafka://host/t", "`kafka://host/t` is not a Kafka topic",
            "add the port, usually 9092: kafka://HOST:9092/TOPIC"
        ),
        (
            "kafka://host:9092", "`kafka://host:9092` is not a Kafka topic",
            "add the topic: kafka://host:9092/TOPIC"
        ),
        (
            "kafka://host:9092/", "`kafka://host:9092/` is not a Kafka topic",
            "add the topic: kafka://host:9092/TOPIC"
        ),
        (
            "kafka://me:secret@host:9092/t", "`kafka://me:…@host:9092/t` is not a Kafka topic",
            "a name and a password do not belong here: set kafka.username and kafka.password_file"
        ),
        ("kafka:host:9092/t", "`kafka:host:9092/t` is not a Kafka topic", "write kafka://HOST:PORT[,HOST:PORT]/TOPIC"),
        (
            "kafka://h:9092/a/b", "`kafka://h:9092/a/b` is not a Kafka topic",
            "write kafka://HOST:PORT[,HOST:PORT]/TOPIC"
        ),
        ("kafka://h:9092/té", "`kafka://h:9092/té` is not a Kafka topic", "write kafka://HOST:PORT[,HOST:PORT]/TOPIC"),
        ("kafka://h:0/t", "`kafka://h:0/t`: `h:0` has no port from 1 to 65535", nil),
        ("kafka://g:9092,h:65536/t", "`kafka://g:9092,h:65536/t`: `h:65536` has no port from 1 to 65535", nil),
    ])
    func `what is no topic is told how it would be one`(text: String, message: String, hint: String?) {
        let problem = problem(LogURL.self, text)
        #expect(problem?.message == message)
        #expect(problem?.hints.first == hint)
    }

    private static let logs = "use log:DIR, kafka://HOST:PORT/TOPIC, file:PATH or - for standard input and output"

    @Test(arguments: [
        ("ftp://x", "`ftp://x` is not a log: \(logs)", []),
        ("data/log", "`data/log` is not a log: \(logs)", ["did you mean log:data/log?"]),
        ("a.csv", "`a.csv` is not a log: \(logs)", ["did you mean file:a.csv?"]),
        ("log:", "`log:` names no path", ["write log:DIR or file:PATH"]),
        ("file://host/x", "`file://host/x` names no path", ["write log:DIR or file:PATH"]),
        ("", "`` is not a log: \(logs)", []),
    ])
    func `what is no log is told what would be one`(text: String, message: String, hints: [String]) {
        let problem = problem(LogURL.self, text)
        #expect(problem?.message == message)
        #expect(problem?.hints == hints)
    }

    @Test func `engines are this process or a Spark Connect server`() throws {
        #expect(try EngineURL(argument: "native") == .native)
        #expect(try AnalysisEngineURL(argument: "duckdb") == .duckDB)
        let address = try SparkAddress("sc://spark")
        #expect(try EngineURL(argument: "sc://spark:15002") == .spark(address))
        #expect(try AnalysisEngineURL(argument: "sc://spark/") == .spark(address))
        #expect(problem(EngineURL.self, "duckdb")?.message == "`duckdb` is not an engine: use native or sc://HOST:PORT")
        #expect(mistake("run", "--engine", "sc://spark:0")?.exitCode == .usage)
    }

    @Test func `an engine's token is never printed`() throws {
        let text = "sc://spark:15002/;token=geheim"
        #expect(try EngineURL(argument: text).argument == "sc://spark:15002/;use_ssl=true")
        #expect(try AnalysisEngineURL(argument: text).argument == "sc://spark:15002/;use_ssl=true")
        for wrong in ["sc://spark:0/;token=geheim", "sc://a b/;token=geheim", "sc://spark/;token=geheim;user_id"] {
            let found = try #require(problem(EngineURL.self, wrong))
            #expect(!"\(found)".contains("geheim"))
        }
    }

    @Test func `addresses that are none are mistakes of usage`() {
        #expect(mistake("run", "--from", "ftp://a")?.exitCode == .usage)
        #expect(mistake("run", "--lake", "hdfs://")?.exitCode == .usage)
    }

    @Test(arguments: ["data/lake", "/srv/lake", "./log:x", "C/x", "a"])
    func `any path is a lake`(text: String) throws {
        #expect(try LakeURL(argument: text).directory == text)
    }

    @Test(arguments: [
        ("webhdfs://name:9870/lake", HDFSAddress.Scheme.webhdfs, ["name:9870"], "/lake"),
        ("swebhdfs://name:9871/a/b c", .swebhdfs, ["name:9871"], "/a/b c"),
        ("hdfs://one:8020,two:8020/lake", .hdfs, ["one:8020", "two:8020"], "/lake"),
        ("webhdfs://name:9870/", .webhdfs, ["name:9870"], "/"),
    ])
    func `lakes on HDFS have NameNodes and a path`(
        text: String, scheme: HDFSAddress.Scheme, nodes: [String], path: String
    ) throws {
        let url = try LakeURL(argument: text)
        guard case .hdfs(let address) = url else {
            Issue.record("\(url) is not on HDFS")
            return
        }
        #expect(address.scheme == scheme)
        #expect(address.nameNodes == nodes)
        #expect(address.path == path)
        #expect(url.argument == text)
        #expect(url.directory == nil)
    }

    @Test(arguments: [
        ("webhdfs://name/lake", "add the port, usually 9870"),
        ("hdfs://name/lake", "add the port, usually 9000 or 8020"),
        ("hdfs://name:9000", "write hdfs://HOST:PORT/PATH"), ("webhdfs:/lake", "write webhdfs://HOST:PORT/PATH"),
        ("webhdfs://me@name:9870/lake", "the user's name does not belong here: set hdfs.user"),
    ])
    func `what is no lake on HDFS is told how it would be one`(text: String, hint: String) {
        #expect(problem(LakeURL.self, text)?.message == "`\(text)` is not a lake on HDFS")
        #expect(problem(LakeURL.self, text)?.hints == [hint])
    }

    @Test(arguments: ["webhdfs://name:0/lake", "webhdfs://name:99999/lake", "hdfs://name:9000/a/../b"])
    func `a lake on HDFS has a port and a path that is one`(text: String) {
        #expect(problem(LakeURL.self, text) != nil)
    }

    @Test(arguments: ["", "-", "log:data/log", "kafka://a:9092/t", "s3://bucket/lake", "ftp:x"])
    func `other addresses are no lakes`(text: String) {
        #expect(problem(LakeURL.self, text)?.message.hasPrefix("`\(text)` is") == true)
    }

    @Test(arguments: [
        ("127.0.0.1:5000", "127.0.0.1", 5000, true), ("localhost:80", "localhost", 80, true),
        ("[::1]:5000", "::1", 5000, true),
        ("0.0.0.0:5000", "0.0.0.0", 5000, false), ("souk.example:8080", "souk.example", 8080, false),
        ("[2001:db8::7]:1", "2001:db8::7", 1, false),
    ])
    func `addresses have a host and a port`(text: String, host: String, port: UInt16, isLoopback: Bool) throws {
        let address = try NetworkAddress(argument: text)
        #expect(address == NetworkAddress(host: host, port: port))
        #expect(address.isLoopback == isLoopback)
        #expect(address.argument == text)
    }

    @Test(arguments: [
        ("5000", "for this machine only, write 127.0.0.1:5000"),
        (":5000", "for this machine only, write 127.0.0.1:5000"),
        ("::1:5000", "write an IPv6 address in brackets: [::1]:5000"), ("localhost", "add the port: localhost:5000"),
        ("http://localhost:5000", "leave out the scheme"),
    ])
    func `an address that is not whole is told how to be`(text: String, hint: String) {
        #expect(problem(NetworkAddress.self, text)?.hints == [hint])
    }

    @Test func `a port has sixteen bits`() {
        #expect(problem(NetworkAddress.self, "a:65536") != nil)
        #expect(problem(NetworkAddress.self, "a:65535") == nil)
    }
}
