import Foundation
import Testing

/// `souk verify` of lakes that something has happened to.
@Suite(.needsSouk)
struct AuditTests {
    @Test func `a lake whose Delta log was shortened to its checkpoint is audited, and goes on`() throws {
        try withTemporaryDirectory { directory in
            for run in 0..<10 {
                try Souk.produce(50, into: directory, ["--start", "2026-01-01T0\(run):00:00Z"])
                try Souk.runToEnd(in: directory)
            }
            let log = directory.appending(path: "lake/transactions/_delta_log")
            let names = try FileManager.default.contentsOfDirectory(atPath: log.path)
            try #require(names.contains("00000000000000000010.checkpoint.parquet"), "\(names)")
            for name in names where name.hasSuffix(".json") {
                try FileManager.default.removeItem(at: log.appending(path: name))
            }
            try Souk.verify(in: directory)
            try Souk.produce(50, into: directory)
            #expect(try Souk.runToEnd(in: directory)["read"] as? Int == 50)
            try Souk.verify(in: directory)
        }
    }

    @Test func `a lake that was tampered with is found out`() throws {
        try withTemporaryDirectory { directory in
            try Souk.produce(5_000, into: directory)
            try Souk.runToEnd(in: directory)
            let other = try Souk.run(["verify", "--lake", "lake", "--from", "log:other"], directory: directory)
            #expect(other.exitCode == 11, "\(other.errors)")
            try Souk.succeed(
                ["produce", "--to", "log:other", "--count", "5000", "--seed", "8", "--rate", "max"],
                directory: directory)
            try expectFault("log_identity", ["--from", "log:other"], in: directory)

            let windows = try dataFile(of: "windows", in: directory)
            var bytes = try Data(contentsOf: windows)
            bytes[bytes.count / 2] ^= 0xFF
            try bytes.write(to: windows)
            try expectFault("files_intact", [], in: directory)
            bytes[bytes.count / 2] ^= 0xFF
            try bytes.write(to: windows)
            try Souk.verify(in: directory)

            try FileManager.default.removeItem(at: dataFile(of: "transactions", in: directory))
            try expectFault("files_intact", [], in: directory)
        }
    }

    private func expectFault(_ check: String, _ options: [String], in directory: URL) throws {
        let outcome = try Souk.run(["verify", "--lake", "lake"] + options, directory: directory)
        #expect(outcome.exitCode == 15, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.contains("FAIL \(check)"), "\(outcome.output)")
        #expect(outcome.errors.contains(check), "\(outcome.errors)")
    }

    private func dataFile(of table: String, in directory: URL) throws -> URL {
        let folder = directory.appending(path: "lake/\(table)")
        let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        let name = names.filter { $0.hasSuffix(".parquet") && !$0.contains("_delta_log") }.min()
        return folder.appending(path: try #require(name, "\(names)"))
    }
}
