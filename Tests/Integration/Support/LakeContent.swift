import Foundation
import Testing

/// What independent readers find in a lake.
enum LakeContent {
    /// The counts and digests that `Oracles/lake_content.py` prints.
    static func read(_ lake: URL) throws -> [String: Any] {
        let outcome = try Oracle.run("lake_content.py", [lake.path])
        try #require(outcome.exitCode == 0, "\(outcome.errors)")
        return try outcome.json()
    }

    /// The parts of a lake's content that must be equal whatever happened while it was written; and what must hold in
    /// every lake is expected on the way.
    static func essence(
        _ lake: URL, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> [String: String] {
        let content = try read(lake)
        var essence: [String: String] = [:]
        for key in [
            "transactions", "rejected", "next_offsets", "transactions_digest", "windows_digest", "rejected_digest",
        ] {
            essence[key] = content[key].map { "\($0)" } ?? "missing"
        }
        #expect(content["offsets_unique_and_contiguous"] as? Bool == true, sourceLocation: sourceLocation)
        #expect(content["window_differences"] as? Int == 0, sourceLocation: sourceLocation)
        #expect(content["leftovers"] as? [String] == [], sourceLocation: sourceLocation)
        return essence
    }

    /// Expects a lake to have the essence that another one has.
    static func expect(
        _ lake: URL, toHave essence: [String: String], sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let found = try Self.essence(lake, sourceLocation: sourceLocation)
        let differences = essence.filter { found[$0.key] != $0.value }
        #expect(
            differences.isEmpty, "expected \(differences), found \(differences.keys.map { found[$0] ?? "nothing" })",
            sourceLocation: sourceLocation)
    }
}
