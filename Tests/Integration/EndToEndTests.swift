import Foundation
import Testing

@Suite(
    .serialized, .enabled(if: Souk.isBuilt, "SOUK_BINARY does not name a built souk: run the tests with `make test`"),
    .enabled(if: Oracle.isInstalled, "the independent readers are not installed: run `make setup-test`"))
struct EndToEndTests {
    private static let count = 200_000

    @Test func `the same seed gives a byte-identical log`() throws {
        try withTemporaryDirectory { directory in
            for name in ["a", "b"] {
                let outcome = try Souk.run(
                    ["produce", "--to", "log:\(name)", "--count", "50000", "--seed", "7", "--rate", "max"],
                    directory: directory)
                #expect(outcome.exitCode == 0, "\(outcome.errors)")
            }
            #expect(try content(of: directory.appending(path: "a")) == content(of: directory.appending(path: "b")))
        }
    }

    @Test func `a bounded run accounts for every message, and a second one reads nothing new`() throws {
        try withTemporaryDirectory { directory in
            try produce(count: Self.count, into: directory)
            let first = try run(in: directory)
            #expect(first["read"] as? Int == Self.count)
            #expect(first["accepted"] as? Int == Self.count)
            #expect(first["windowed"] as? Int == Self.count)
            let second = try run(in: directory)
            #expect(second["read"] as? Int == 0)
            let audit = try Souk.run(["verify", "--lake", "lake", "--from", "log:log"], directory: directory)
            #expect(audit.exitCode == 0, "\(audit.output)\(audit.errors)")
        }
    }

    @Test func `delta-rs and DuckDB read the tables, and their sums equal the windows to the centime`() throws {
        try withTemporaryDirectory { directory in
            try produce(count: Self.count, into: directory)
            _ = try run(in: directory)
            let content = try LakeContent.read(directory.appending(path: "lake"))
            #expect(content["transactions"] as? Int == Self.count)
            #expect(content["offsets_unique_and_contiguous"] as? Bool == true)
            #expect(content["window_differences"] as? Int == 0)
            #expect((content["final_windows"] as? Int ?? 0) > 1_000)
        }
    }

    @Test func `the report's figures equal DuckDB's`() throws {
        try withTemporaryDirectory { directory in
            try produce(count: Self.count, into: directory)
            _ = try run(in: directory)
            let report = try Souk.run(
                ["report", "--lake", "lake", "--format", "json", "--out", "report.json"], directory: directory)
            #expect(report.exitCode == 0, "\(report.errors)")
            let comparison = try Oracle.run(
                "report_numbers.py",
                [directory.appending(path: "lake").path, directory.appending(path: "report.json").path])
            #expect(comparison.output == "equal\n", "\(comparison.output)\(comparison.errors)")
        }
    }

    @Test func `a log is refused by the lake of another log`() throws {
        try withTemporaryDirectory { directory in
            try produce(count: 1_000, into: directory)
            _ = try run(in: directory)
            let other = try Souk.run(
                ["produce", "--to", "log:other", "--count", "1000", "--seed", "8", "--rate", "max"],
                directory: directory)
            #expect(other.exitCode == 0, "\(other.errors)")
            let outcome = try Souk.run(
                ["run", "--from", "log:other", "--lake", "lake", "--until-end"], directory: directory)
            #expect(outcome.exitCode == 10, "\(outcome.errors)")
            #expect(outcome.errors.contains("--allow-new-log"))
        }
    }

    private func produce(count: Int, into directory: URL) throws {
        let outcome = try Souk.run(
            ["produce", "--to", "log:log", "--count", "\(count)", "--seed", "7", "--rate", "max"], directory: directory)
        try #require(outcome.exitCode == 0, "\(outcome.errors)")
    }

    private func run(in directory: URL) throws -> [String: Any] {
        let outcome = try Souk.run(
            ["run", "--from", "log:log", "--lake", "lake", "--until-end", "--json"], directory: directory)
        try #require(outcome.exitCode == 0, "\(outcome.errors)")
        return try outcome.json()
    }

    /// The bytes of all files below a directory, by their relative path.
    private func content(of directory: URL) throws -> [String: Data] {
        var content: [String: Data] = [:]
        let names = FileManager.default.enumerator(atPath: directory.path)?.compactMap { $0 as? String } ?? []
        for name in names {
            let path = directory.appending(path: name).path
            let type = try FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
            guard type == .typeRegular else { continue }
            content[name] = try Data(contentsOf: URL(fileURLWithPath: path))
        }
        return content
    }
}
