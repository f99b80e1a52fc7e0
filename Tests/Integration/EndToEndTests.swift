import Foundation
import Testing

@Suite(.needsSouk, .needsOracles)
struct EndToEndTests {
    private static let count = 200_000

    @Test func `the same seed gives a byte-identical log`() throws {
        try withTemporaryDirectory { directory in
            for log in ["a", "b"] { try Souk.produce(50_000, into: directory, log: log, ["--broken", "0.01"]) }
            #expect(try content(of: directory.appending(path: "a")) == content(of: directory.appending(path: "b")))
        }
    }

    @Test func `a bounded run accounts for every message, and a second one reads nothing new`() throws {
        try withTemporaryDirectory { directory in
            try Souk.produce(Self.count, into: directory, ["--broken", "0.01"])
            let first = try Souk.runToEnd(in: directory).mapValues { $0 as? Int ?? -1 }
            #expect(first["read"] == Self.count)
            #expect((first["rejected"] ?? 0) > 1_000)
            #expect((first["accepted"] ?? 0) + (first["rejected"] ?? 0) == Self.count)
            #expect(first["windowed"] == first["accepted"] && first["stale_windows"] == 0)
            let second = try Souk.runToEnd(in: directory)
            #expect(second["read"] as? Int == 0)
            try Souk.verify(in: directory)
        }
    }

    @Test func `delta-rs and DuckDB read the tables, and their sums equal the windows to the centime`() throws {
        try withTemporaryDirectory { directory in
            try Souk.produce(Self.count, into: directory)
            try Souk.runToEnd(in: directory, ["--commit-rows", "20000"])
            let content = try LakeContent.read(directory.appending(path: "lake"))
            #expect(content["transactions"] as? Int == Self.count)
            #expect(content["offsets_unique_and_contiguous"] as? Bool == true)
            #expect(content["window_differences"] as? Int == 0)
            #expect(content["leftovers"] as? [String] == [])
            #expect((content["final_windows"] as? Int ?? 0) > 1_000)
        }
    }

    @Test func `a log is refused by the lake of another log, and a copy is taken when told so`() throws {
        try withTemporaryDirectory { directory in
            try Souk.produce(1_000, into: directory)
            try Souk.runToEnd(in: directory)
            // Each partition in its order, and then as many messages again that the first log does not have.
            for partition in 0..<4 {
                let messages = try Souk.succeed(
                    ["tail", "log:log", "-e", "-p", "\(partition)"], directory: directory)
                try Data(messages.output.utf8).write(to: directory.appending(path: "copy.ndjson"))
                try Souk.succeed(["produce", "--to", "log:other", "--from", "copy.ndjson"], directory: directory)
            }
            try Souk.succeed(
                ["produce", "--to", "log:other", "--count", "1000", "--seed", "8", "--rate", "max"],
                directory: directory)
            let outcome = try Souk.run(
                ["run", "--from", "log:other", "--lake", "lake", "--until-end"], directory: directory)
            #expect(outcome.exitCode == 10, "\(outcome.errors)")
            #expect(outcome.errors.contains("--allow-new-log"), "\(outcome.errors)")
            let told = try Souk.runToEnd(in: directory, log: "log:other", ["--allow-new-log"])
            #expect(told["read"] as? Int == 1_000)
            try Souk.verify(log: "log:other", in: directory)
        }
    }

    @Test func `an empty log makes an empty lake, which is right and can be reported`() throws {
        try withTemporaryDirectory { directory in
            let empty = directory.appending(path: "empty.ndjson")
            try Data().write(to: empty)
            try Souk.succeed(["produce", "--to", "log:log", "--from", "empty.ndjson"], directory: directory)
            #expect(try Souk.runToEnd(in: directory)["read"] as? Int == 0)
            try Souk.verify(in: directory)
            let report = try Souk.succeed(
                ["report", "--lake", "lake", "--format", "json"], directory: directory
            ).json()
            #expect((report["totals"] as? [String: Any])?["transactions"] as? Int == 0)
            #expect(report["period"] is NSNull)
        }
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
        #expect(content.count > 4)
        return content
    }
}
