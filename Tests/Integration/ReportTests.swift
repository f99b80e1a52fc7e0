import Foundation
import Testing

@Suite(.needsSouk, .needsOracles)
struct ReportTests {
    /// The night in which Morocco's clocks go back for Ramadan lies in the simulated time.
    private static let start = "2026-02-14T22:00:00Z"

    @Test func `every figure of the report equals an independent recomputation`() throws {
        try withTemporaryDirectory { directory in
            try fill(directory, count: 150_000)
            try Souk.succeed(["report", "--lake", "lake", "--out", "report.json"], directory: directory)
            #expect(try differences(directory) == "equal\n")
        }
    }

    @Test func `the recomputation notices a figure that is wrong`() throws {
        try withTemporaryDirectory { directory in
            try fill(directory, count: 2_000)
            let json = try Souk.succeed(["report", "--lake", "lake", "--json"], directory: directory).output
            let amount = try #require(json.firstMatch(of: /"avg_basket": ([0-9.]+)/))
            let wrong = json.replacing(amount.0, with: "\"avg_basket\": 0.01", maxReplacements: 1)
            try Data(wrong.utf8).write(to: directory.appending(path: "report.json"))
            #expect(
                try differences(directory)
                    == "categories[0].avg_basket: the report says Decimal('0.01'), the tables say Decimal('\(amount.1)')\n"
            )
        }
    }

    @Test func `the report comes as Markdown, HTML and JSON, in English and French, by the name of the file`() throws {
        try withTemporaryDirectory { directory in
            try fill(directory, count: 2_000)
            let markdown = try Souk.succeed(["report", "--lake", "lake"], directory: directory)
            #expect(markdown.output.hasPrefix("# Sales report\n"))
            #expect(markdown.errors.isEmpty)
            let french = try Souk.succeed(["report", "--lake", "lake", "--lang", "fr"], directory: directory)
            #expect(french.output.hasPrefix("# Rapport"), "\(french.output.prefix(80))")
            #expect(french.output.contains("Casablanca"))

            let page = try Souk.succeed(
                ["report", "--lake", "lake", "--lang", "fr", "--out", "rapport.html"], directory: directory)
            #expect(page.output.isEmpty)
            #expect(page.errors.contains("rapport.html"))
            let html = try String(contentsOf: directory.appending(path: "rapport.html"), encoding: .utf8)
            #expect(html.hasPrefix("<!DOCTYPE html>") || html.hasPrefix("<!doctype html>"), "\(html.prefix(80))")
            #expect(html.contains("lang=\"fr\""))
            #expect(!html.contains("://"), "a page that asks another host for something")

            let json = try Souk.succeed(["report", "--lake", "lake", "--format", "json"], directory: directory).json()
            #expect(json["time_zone"] as? String == "Africa/Casablanca")
        }
    }

    @Test func `a report replaces the old one at once, and goes to a device as it is`() throws {
        try withTemporaryDirectory { directory in
            try fill(directory, count: 100)
            let file = directory.appending(path: "report.md")
            try Data("the old one".utf8).write(to: file)
            try Souk.succeed(["report", "--lake", "lake", "--out", "report.md"], directory: directory)
            #expect(try String(contentsOf: file, encoding: .utf8).hasPrefix("# Sales report"))
            try Souk.succeed(["report", "--lake", "lake", "--out", "/dev/null"], directory: directory)
            let null = try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type] as? FileAttributeType
            #expect(null == .typeCharacterSpecial)
            let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
            #expect(Set(names) == ["lake", "log", "report.md"])
        }
    }

    private func fill(_ directory: URL, count: Int) throws {
        try Souk.produce(count, into: directory, ["--broken", "0.01", "--start", Self.start])
        try Souk.runToEnd(in: directory, ["--commit-rows", "40000"])
    }

    private func differences(_ directory: URL) throws -> String {
        let outcome = try Oracle.run(
            "report_numbers.py",
            [directory.appending(path: "lake").path, directory.appending(path: "report.json").path])
        return outcome.output + outcome.errors
    }
}
