import Commerce
import Testing

@testable import souk

@Suite struct OptionsTests {
    @Test func `up has a log and a lake in one directory unless told otherwise`() throws {
        let standard = try made(UpCommand.self, "up").options
        #expect(standard.log.argument == "log:data/log")
        #expect(standard.lake.argument == "data/lake")
        #expect(standard.rate == .perSecond(50))
        #expect(standard.listen == NetworkAddress(host: "127.0.0.1", port: 5000))
        let moved = try made(UpCommand.self, "up", "--data", "/srv/souk/", "--lake", "other", "--rate", "max").options
        #expect(moved.log.argument == "log:/srv/souk/log")
        #expect(moved.lake.argument == "other")
        #expect(moved.rate == .unlimited)
    }

    @Test func `up needs a log that can be read and written`() {
        #expect(mistake("up", "--log", "file:x")?.exitCode == .usage)
        #expect(mistake("up", "--log", "-")?.message.contains("use log:DIR or kafka://HOST:PORT/TOPIC") == true)
    }

    @Test func `produce goes at full speed when there is an end to it`() throws {
        #expect(try made(ProduceCommand.self, "produce").options.rate == .perSecond(50))
        #expect(try made(ProduceCommand.self, "produce", "--count", "1M").options.rate == .unlimited)
        #expect(try made(ProduceCommand.self, "produce", "--from", "x.csv").options.rate == .unlimited)
        #expect(try made(ProduceCommand.self, "produce", "--count", "5", "--rate", "2").options.rate == .perSecond(2))
    }

    @Test func `produce simulates or copies, not both`() throws {
        let simulated = try made(
            ProduceCommand.self, "produce", "--seed", "9", "--start", "2025-01-01", "--broken", "2%", "--partitions",
            "7"
        ).options
        #expect(
            simulated.source
                == .simulator(
                    seed: 9, start: try Timestamp(argument: "2025-01-01T00:00:00Z"), broken: Share(millionths: 20_000)))
        #expect(simulated.partitions == 7)
        #expect(try made(ProduceCommand.self, "produce", "--from", "-").options.source == .file(.standardStream))
        #expect(try made(ProduceCommand.self, "produce", "--from", "file:a").options.source == .file(.file(path: "a")))
        #expect(mistake("produce", "--from", "x", "--seed", "1")?.exitCode == .usage)
        #expect(mistake("produce", "--to", "-", "--json")?.exitCode == .usage)
        #expect(mistake("produce", "--partitions", "0")?.message == "--partitions: expected 1 to 1024, found 0")
        #expect(mistake("produce", "--count", "0")?.exitCode == .usage)
    }

    @Test func `run has no dashboard unless asked for one`() throws {
        let plain = try made(RunCommand.self, "run", "--from", "file:a", "--lake", "b").options
        #expect(plain.listen == nil)
        #expect(plain.source == .file(path: "a"))
        #expect(plain.lake.argument == "b")
        #expect(plain.commitInterval == .seconds(5))
        #expect(plain.commitRows == 1_000_000)
        #expect(!plain.stopsAtEnd && !plain.allowsNewLog && !plain.printsJSON && !plain.allowsLoss)
        let full = try made(
            RunCommand.self, "run", "--until-end", "--json", "--allow-new-log", "--allow-loss", "--listen",
            "localhost:1",
            "--commit-rows",
            "5k", "--commit-interval", "1m"
        ).options
        #expect(full.listen?.port == 1)
        #expect(full.commitRows == 5000)
        #expect(full.commitInterval == .seconds(60))
        #expect(full.stopsAtEnd && full.allowsNewLog && full.printsJSON && full.allowsLoss)
        #expect(try made(UpCommand.self, "up", "--allow-loss").options.allowsLoss)
        #expect(try !made(UpCommand.self, "up").options.allowsLoss)
    }

    @Test func `a new lake begins where it is told`() throws {
        #expect(try made(RunCommand.self, "run").configuration[.startAt].argument == "earliest")
        for (text, argument) in [
            ("latest", "latest"), ("2025-03-01", "2025-03-01T00:00:00Z"),
            ("2025-03-01T01:00:00+01:00", "2025-03-01T00:00:00Z"),
        ] {
            let command = try made(RunCommand.self, "run", "--start-at", text)
            #expect(command.configuration[.startAt].argument == argument)
        }
        let message = mistake("run", "--start-at", "yesterday")?.message
        #expect(
            message
                == "--start-at: expected earliest, latest or a time as ISO 8601 writes it, such as latest, found \"yesterday\""
        )
    }

    @Test func `an address that others can reach needs a token`() {
        let error = mistake("serve", "--listen", "0.0.0.0:5000")
        #expect(error?.exitCode == .configuration)
        #expect(error?.message.contains("no token") == true)
    }

    @Test func `a report's format follows its file's name`() throws {
        #expect(try made(ReportCommand.self, "report").options.format == .markdown)
        #expect(try made(ReportCommand.self, "report", "--out", "a/b.HTML").options.format == .html)
        #expect(try made(ReportCommand.self, "report", "-o", "b.html", "--format", "json").options.format == .json)
        #expect(try made(ReportCommand.self, "report", "--json").options.format == .json)
        #expect(try made(ReportCommand.self, "report", "-o", "-").options.outputPath == nil)
        #expect(try made(ReportCommand.self, "report", "--lang", "fr").options.language == .french)
        #expect(mistake("report", "--json", "--format", "md")?.exitCode == .usage)
    }

    @Test func `a query is text or standard input`() throws {
        let query = try made(QueryCommand.self, "query", "SELECT 1", "--lake", "x", "--format", "csv").options
        #expect(
            query == QueryOptions(lake: .directory("x"), statement: .text("SELECT 1"), format: .csv, engine: .duckDB))
        #expect(try made(QueryCommand.self, "query", "-").options.statement == .standardInput)
        #expect(try made(QueryCommand.self, "query", "x", "--json").options.format == .json)
        #expect(mistake("query", " ")?.exitCode == .usage)
        #expect(mistake("query", "x", "--json", "--format", "csv")?.exitCode == .usage)
    }

    @Test func `tail begins at the end, or at the beginning if it stops at the end`() throws {
        #expect(try made(TailCommand.self, "tail", "log:a").options.start == .end)
        #expect(try made(TailCommand.self, "tail", "log:a", "-e").options.start == .beginning)
        let full = try made(TailCommand.self, "tail", "log:a", "-o", "17", "-p", "3", "-J").options
        #expect(full.start == .offset(17))
        #expect(full.partition == 3)
        #expect(full.printsEnvelope)
        #expect(mistake("tail", "log:a", "-o", "-1")?.exitCode == .usage)
    }

    @Test func `verify compares with a log only if it is named`() throws {
        #expect(try made(VerifyCommand.self, "verify").options.source == nil)
        #expect(try made(VerifyCommand.self, "verify", "--from", "log:a").options.source == .embedded(directory: "a"))
        #expect(mistake("verify", "--from", "-")?.exitCode == .usage)
    }

    @Test func `bench knows its benchmarks`() throws {
        for name in BenchOptions.Name.allCases where name != .kafka {
            #expect(try made(BenchCommand.self, "bench", name.rawValue).options.name == name)
        }
        let kafka = try made(BenchCommand.self, "bench", "kafka", "--from", "kafka://localhost:9092/bench").options
        #expect(kafka.topic?.topic == "bench")
        #expect(mistake("bench", "kafka")?.exitCode == .usage)
        #expect(mistake("bench", "log", "--from", "kafka://localhost:9092/bench")?.exitCode == .usage)
        #expect(mistake("bench", "kafka", "--from", "log:data/log")?.exitCode == .usage)
    }
}
