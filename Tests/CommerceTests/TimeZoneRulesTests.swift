import Foundation
import MessageTesting
import Testing

@testable import Commerce

struct TimeZoneRulesTests {
    private static let zones = [
        "Africa/Casablanca", "Europe/Paris", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Europe/Dublin",
        "America/Godthab", "Africa/El_Aaiun", "Pacific/Apia",
    ]

    /// What Python's `zoneinfo` says: for each moment its offset, for each local time (fold 0) its offset.
    private static let script = """
        import sys, zoneinfo
        from datetime import datetime, timedelta, timezone
        zone = zoneinfo.ZoneInfo(sys.argv[1])
        epoch = datetime(1970, 1, 1)
        for line in sys.stdin:
            local = epoch + timedelta(seconds=int(line))
            at = local.replace(tzinfo=timezone.utc).astimezone(zone).utcoffset()
            of = local.replace(tzinfo=zone).utcoffset()
            print(int(at.total_seconds()), int(of.total_seconds()))
        """

    @Test(
        .enabled(if: Oracle.python != nil && ZoneFile.arePresent, "skipped: needs Python and /usr/share/zoneinfo"),
        arguments: zones)
    func `offsets are those of Python's zoneinfo from 1970 to 2200`(zone: String) throws {
        let rules = try ZoneFile.rules(zone)
        let seconds = Self.moments(around: rules)
        let lines = try Self.run(zone, input: seconds.map { "\($0)\n" }.joined()).split(separator: "\n")
        try #require(lines.count == seconds.count)
        for (moment, line) in zip(seconds, lines) {
            let timestamp = Timestamp(microseconds: moment * 1_000_000 + 1)
            let local = Int(moment) - Int((rules.utc(ofLocal: timestamp).microseconds - 1) / 1_000_000)
            guard line == "\(rules.offset(at: timestamp)) \(local)" else {
                Issue.record("\(timestamp.iso8601): \(rules.offset(at: timestamp)) \(local), zoneinfo says \(line)")
                return
            }
        }
    }

    /// Random moments, and the seconds around changes of offset.
    private static func moments(around rules: TimeZoneRules) -> [Int64] {
        var random = SplitMix64(seed: 9)
        let end = Int(Timestamp.acceptedMicroseconds.upperBound / 1_000_000)
        var moments = (0..<5_000).map { _ in Int64(random.below(end)) }
        for _ in 0..<400 {
            var low = Int64(random.below(end))
            var high = low + 200 * 86_400
            func offset(_ seconds: Int64) -> Int { rules.offset(at: Timestamp(microseconds: seconds * 1_000_000)) }
            guard high < end, offset(low) != offset(high) else { continue }
            while high - low > 1 {
                let middle = (low + high) / 2
                if offset(middle) == offset(low) { low = middle } else { high = middle }
            }
            moments += [low - 1, low, high, high + 1]
            for zone in [offset(low), offset(high)] {
                let local = high + Int64(zone)
                moments += [local - 3_601, local - 1, local, local + 1, local + 1_800, local + 3_599, local + 3_600]
            }
        }
        return moments
    }

    private static func run(_ zone: String, input: String) throws -> String {
        let process = Process()
        let (standardInput, standardOutput) = (Pipe(), FileManager.default.temporaryDirectory)
        let output = standardOutput.appending(path: "offsets-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: output) }
        try #require(FileManager.default.createFile(atPath: output.path, contents: nil))
        process.executableURL = URL(filePath: try #require(Oracle.python))
        process.arguments = ["-c", script, zone]
        process.standardInput = standardInput
        process.standardOutput = try FileHandle(forWritingTo: output)
        try process.run()
        try standardInput.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try standardInput.fileHandleForWriting.close()
        process.waitUntilExit()
        return String(decoding: try Data(contentsOf: output), as: UTF8.self)
    }

    private static func zone(_ footer: String) throws -> TimeZoneRules {
        try TimeZoneRules(tzif: file(footer: footer))
    }

    /// A TZif file of version 2 without transitions: one type of offset 0, and a footer.
    private static func file(footer: String, version: String = "2") -> [UInt8] {
        let header = Array("TZif\(version)".utf8) + [UInt8](repeating: 0, count: 15)
        let counts: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 4]
        let block: [UInt8] = [0, 0, 0, 0, 0, 0] + Array("UTC\0".utf8)
        return header + counts + block + header + counts + block + Array("\n\(footer)\n".utf8)
    }

    private static func moment(_ text: String) throws -> Timestamp { try Timestamp(iso8601: text) }

    @Test func `a skipped local time comes out later by the gap, a doubled one is the earlier moment`() throws {
        let rules = try Self.zone("CET-1CEST,M3.5.0,M10.5.0/3")
        #expect(try rules.utc(ofLocal: Self.moment("2026-03-29T02:30")) == Self.moment("2026-03-29T01:30"))
        #expect(try rules.utc(ofLocal: Self.moment("2026-03-29T03:30")) == Self.moment("2026-03-29T01:30"))
        #expect(try rules.utc(ofLocal: Self.moment("2026-10-25T02:30")) == Self.moment("2026-10-25T00:30"))
        #expect(try rules.utc(ofLocal: Self.moment("2026-10-25T03:00")) == Self.moment("2026-10-25T02:00"))
    }

    @Test func `a rule holds for all time to come`() throws {
        let rules = try Self.zone("CET-1CEST,M3.5.0,M10.5.0/3")
        for year in [1_970, 2_026, 2_199, 2_400, 3_333, 9_999] {
            #expect(try rules.offset(at: Self.moment("\(year)-01-15T00:00")) == 3_600)
            #expect(try rules.offset(at: Self.moment("\(year)-07-15T00:00")) == 7_200)
            let utc = try Self.moment("\(year)-07-15T10:00")
            #expect(try rules.utc(ofLocal: Self.moment("\(year)-07-15T12:00")) == utc)
        }
    }

    @Test func `every notation of a rule is read`() throws {
        let cases = [
            ("<+0330>-3:30", "2026-07-01T00:00", 12_600), ("XXX3EDT4,0/0,J365/23", "2026-07-01T00:00", -14_400),
            ("XXX3EDT4,0/0,J365/23", "2026-01-01T03:00", -14_400), ("AAA5BBB,J60/0,J300", "2024-03-01T05:00", -14_400),
            ("AAA5BBB,J60/0,J300", "2024-03-01T04:59", -18_000), ("AAA5BBB,59/0,J300", "2024-02-29T05:00", -14_400),
            ("IST-1GMT0,M10.5.0,M3.5.0/1", "2026-01-15T00:00", 0),
            ("IST-1GMT0,M10.5.0,M3.5.0/1", "2026-06-15T00:00", 3_600),
            ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T00:59", -7_200),
            ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T01:00", -3_600),
        ]
        for (footer, moment, offset) in cases {
            #expect(try Self.zone(footer).offset(at: Self.moment(moment)) == offset, "\(footer) at \(moment)")
        }
    }

    @Test(arguments: [
        "C-1", "CET", "CET-1CEST", "CET-25", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0", "CET-1 ", "<+1-1",
    ])
    func `a footer that is no rule is an error`(footer: String) {
        #expect(throws: TimeZoneRulesError.invalidFooter(footer)) { try Self.zone(footer) }
    }

    @Test func `no prefix and no changed byte of a file makes the reader crash`() throws {
        let file = Self.file(footer: "CET-1CEST,M3.5.0,M10.5.0/3")
        for length in 0..<file.count {
            #expect(throws: TimeZoneRulesError.self) { try TimeZoneRules(tzif: Array(file[..<length])) }
        }
        var random = SplitMix64(seed: 3)
        for _ in 0..<5_000 {
            var changed = file
            changed[random.below(file.count)] = UInt8(random.below(256))
            changed[random.below(file.count)] = UInt8(random.below(256))
            let rules = try? TimeZoneRules(tzif: changed)
            _ = rules?.offset(at: Timestamp(microseconds: .max))
            _ = rules?.utc(ofLocal: Timestamp(microseconds: .min))
        }
    }

    @Test func `a file of the first version ends with its last transition`() throws {
        let rules = try TimeZoneRules(tzif: Self.file(footer: "CET-1", version: "\0"))
        #expect(try rules.offset(at: Self.moment("2026-07-01T00:00")) == 0)
    }
}
