import Analysis
import Commerce
import Foundation
import System
import Testing

@testable import souk

@Suite struct DoctorTests {
    /// A machine on which all is well.
    private static let healthy = DoctorProbes(
        operatingSystem: { "Debian, kernel 6" }, cores: { 4 }, memory: { (8 << 30, 4 << 30) },
        libraries: { [LinkedLibrary(name: "DuckDB", version: "1.5", path: "/lib/libduckdb.so", isPresent: true)] },
        openFiles: { .init(soft: 1024, hard: 4096) }, freeBytes: { _ in 50 << 30 }, writeDurably: { _ in },
        entries: { $0 == "data" ? ["lake"] : nil }, topic: { _, _ in "3 partitions, 7 messages" },
        distantLake: { _, _ in "is there" }, listen: { _ throws(SystemError) in }, listener: { _ in nil },
        hasTimeZone: { _ in true }, now: { Timestamp(microseconds: 1_800_000_000_000_000) },
        buildTime: { Timestamp(microseconds: 1_700_000_000_000_000) })

    private func report(_ change: (inout DoctorProbes) -> Void = { _ in }, files: [String: String] = [:]) throws
        -> DoctorReport
    {
        var probes = Self.healthy
        change(&probes)
        let arguments = try parsed("doctor")
        let configuration = ConfigurationLoader(environment: [:], readFile: { files[$0] }).report(for: arguments)
        let places = DataPlaces(arguments, configuration.configuration)
        return DoctorReport(Doctor(probes: probes, configuration: configuration, places: places).checks)
    }

    private func finding(
        _ name: String, files: [String: String] = [:], _ change: (inout DoctorProbes) -> Void
    ) throws -> DoctorFinding {
        try #require(try report(change, files: files).findings.first { $0.name == name }).finding
    }

    @Test func `on a healthy machine everything is good`() throws {
        let report = try report()
        #expect(report.failures.isEmpty)
        #expect(report.findings.allSatisfy { $0.finding.status == .good && $0.finding.advice == nil })
    }

    @Test func `a taken port names its owner and says what to do`() throws {
        let taken = try finding("dashboard") { probes in
            probes.listen = { _ throws(SystemError) in throw SystemError(.addressInUse, "listening") }
            probes.listener = { "python3 (process \($0))" }
        }
        #expect(taken.status == .failure)
        #expect(taken.detail == "127.0.0.1:5000 is taken by python3 (process 5000)")
        #expect(taken.advice?.contains("--listen") == true)
        let refused = try finding("dashboard") { probes in
            probes.listen = { _ throws(SystemError) in throw SystemError(.accessDenied, "listening") }
        }
        #expect(refused.detail == "127.0.0.1:5000: permission denied (EACCES)")
    }

    @Test func `everything that is not good says what to do`() throws {
        struct Refused: Error {}
        let findings = [
            try finding("cores") { $0.cores = { 1 } },
            try finding("memory") { $0.memory = { (256 << 20, nil) } },
            try finding("memory") { $0.memory = { (8 << 30, 100 << 20) } },
            try finding("DuckDB") { $0.libraries = { [LinkedLibrary(name: "DuckDB", isPresent: false)] } },
            try finding("disk") { $0.freeBytes = { _ in 1 << 20 } },
            try finding("disk") { $0.freeBytes = { _ in 512 << 20 } },
            try finding("disk") { $0.writeDurably = { _ in throw Refused() } },
            try finding("lake") { $0.entries = { _ in throw Refused() } },
            try finding("open files") { $0.openFiles = { .init(soft: 256, hard: 4096) } },
            try finding("open files") { $0.openFiles = { throw Refused() } },
            try finding("time zones") { $0.hasTimeZone = { _ in false } },
            try finding("clock") { $0.now = { Timestamp(microseconds: 0) } },
            try finding("configuration", files: ["./souk.toml": "[x]"]) { _ in },
        ]
        for finding in findings {
            #expect(finding.status != .good, "\(finding.detail)")
            #expect(finding.advice?.isEmpty == false, "\(finding.detail)")
        }
        #expect(findings[4].status == .failure)
        #expect(findings[5].status == .warning)
        #expect(findings[8].advice == "raise it: ulimit -n 4096")
    }

    @Test func `the disk is looked at where the lake will be`() throws {
        let finding = try finding("disk") { probes in
            probes.entries = { $0 == "data" ? [] : nil }
            probes.freeBytes = { path in path == "data" ? 2 << 30 : 0 }
        }
        #expect(finding.status == .good)
        #expect(finding.detail == "2 GiB free at data, takes fsync")
    }

    @Test func `the report aligns its lines and puts advice under them`() throws {
        let report = DoctorReport([
            DoctorCheck("a") { .good("fine") }, DoctorCheck("longer") { .failure("bad", advice: "mend it") },
        ])
        #expect(report.lines(on: .plain) == ["✓  a       fine", "✗  longer  bad", "   → mend it"])
        #expect(report.failures == ["longer"])
        let json = try JSONSerialization.jsonObject(with: Data(report.json.indented.utf8)) as? [String: Any]
        #expect(json?["healthy"] as? Bool == false)
        #expect((json?["checks"] as? [[String: Any]])?.map { $0["status"] as? String } == ["good", "failure"])
    }

    @Test func `every library that is asked tells a version`() throws {
        for declaration in LinkedLibraries.declarations where declaration.name != "Swift runtime" {
            let version = try #require(declaration.version())
            #expect(version.wholeMatch(of: /\d+\.\d+(\.\d+)*/) != nil, "\(declaration.name): \(version)")
        }
    }

    @Test func `libraries are found among the files that the process maps`() {
        let maps = """
            7f00-7f01 r-xp 00000000 08:01 17 /usr/lib/libmicrohttpd.so.12.60.0
            7f01-7f02 r--p 00001000 08:01 17 /usr/lib/libmicrohttpd.so.12.60.0
            7f02-7f03 rw-p 00000000 00:00 0 [heap]
            7f03-7f04 r-xp 00000000 08:01 18 /opt/with space/libduckdb.so
            """
        let found = LinkedLibraries.find(
            [
                .init(name: "web", filePrefix: "libmicrohttpd.so", version: { "0.9" }),
                .init(name: "sql", filePrefix: "libduckdb.so", version: { nil }),
                .init(name: "gone", filePrefix: "libgone.so", version: { "1" }),
                .init(name: "inside", filePrefix: nil, version: { "3" }),
            ], inMaps: maps)
        #expect(
            found == [
                LinkedLibrary(name: "web", version: "0.9", path: "/usr/lib/libmicrohttpd.so.12.60.0", isPresent: true),
                LinkedLibrary(name: "sql", path: "/opt/with space/libduckdb.so", isPresent: true),
                LinkedLibrary(name: "gone", isPresent: false),
                LinkedLibrary(name: "inside", version: "3", isPresent: true),
            ])
    }

    @Test func `a topic and a lake on HDFS are asked for`() throws {
        let files = [
            "./souk.toml": "log.url = \"kafka://a:9092/sales\"\nlake.url = \"webhdfs://b:9870/lake\"\n"
        ]
        #expect(try finding("log", files: files) { _ in } == .good("kafka://a:9092/sales: 3 partitions, 7 messages"))
        #expect(try finding("lake", files: files) { _ in } == .good("webhdfs://b:9870/lake is there"))
        let lost = try finding("log", files: files) { probes in
            probes.topic = { _, _ in throw CommandError("no broker answers", exitCode: .logUnreachable) }
        }
        #expect(lost.status == .failure)
    }
}
