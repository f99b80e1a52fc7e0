import Foundation
import LakeTesting
import Testing

/// Histories that are not in the order of time: no sale is ever too late for its window.
@Suite(.serialized, .needsSouk, .needsOracles)
struct UnsortedHistoryTests {
    /// Eighteen months of CDNOW's sales, sorted by customer: nearly every one is older than the one before it.
    private static let cdnow = Oracle.repository.appending(path: ".deps/datasets/cdnow.txt")
    private static let fixtures = Oracle.repository.appending(path: "Tests/Integration/Fixtures")

    /// Writes CDNOW's sales as NDJSON, each with the amount and the day that its line has.
    private func writeHistory(to file: URL) throws {
        let lines = try String(contentsOf: Self.cdnow, encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst()
        var text = ""
        for (number, line) in lines.enumerated() {
            let values = line.split(separator: " ")
            let day = values[1]
            text += """
                {"transaction_id":"\(number)","user_id":"\(values[0])","city":"online","category":"music",\
                "payment_method":"card","amount":\(values[3]),"quantity":\(values[2]),\
                "timestamp":"\(day.prefix(4))-\(day.dropFirst(4).prefix(2))-\(day.suffix(2))T00:00:00Z"}

                """
        }
        try text.write(to: file, atomically: true, encoding: .utf8)
    }

    private func expectRight(_ lake: String, in directory: URL) throws -> [String: String] {
        let sums = try Souk.row(
            """
            SELECT (SELECT sum(total_revenue) FROM final_windows WHERE dimension = 'all'),
                (SELECT sum(num_transactions) FROM final_windows WHERE dimension = 'all'),
                (SELECT count(*) FROM final_windows WHERE dimension = 'all'), (SELECT count(*) FROM transactions)
            """, in: directory, lake: lake)
        // The 80 gifts that cost nothing are not accepted as sales.
        #expect(sums == ["2500315.63", "69579", "546", "69579"])
        let checks = try Souk.verify(lake, log: "file:history.ndjson", in: directory)
        #expect(checks["windows_stale"] == "no window awaits its recomputation")
        return try LakeContent.essence(directory.appending(path: lake))
    }

    @Test func `a history that is sorted by customer has every sale in its window, also after 20 kills`() throws {
        try withTemporaryDirectory { directory in
            try writeHistory(to: directory.appending(path: "history.ndjson"))
            func arguments(_ lake: String) -> [String] {
                [
                    "run", "--from", "file:history.ndjson", "--lake", lake, "--until-end", "--json", "--commit-rows",
                    "4000",
                ]
            }
            let began = Date()
            let account = try Souk.succeed(arguments("calm"), directory: directory).json()
            let duration = Date().timeIntervalSince(began)
            #expect(account["accepted"] as? Int == 69_579 && account["windowed"] as? Int == 69_579)
            #expect(account["stale_windows"] as? Int == 0)
            let calm = try expectRight("calm", in: directory)
            var generator = SeededGenerator(seed: 1_997)
            for _ in 0..<20 {
                let process = try Souk.start(arguments("killed"), directory: directory)
                Thread.sleep(forTimeInterval: duration * Double.random(in: 0.05..<0.6, using: &generator))
                process.send(SIGKILL)
                _ = process.waitForEnd()
            }
            try Souk.succeed(arguments("killed"), directory: directory)
            #expect(try expectRight("killed", in: directory) == calm)
        }
    }

    @Test func `a lake of an earlier version, which left sales outside its windows, is made right by the next run`()
        throws
    {
        try withTemporaryDirectory { directory in
            for name in ["lake", "log"] {
                try FileManager.default.copyItem(
                    at: Self.fixtures.appending(path: "too-late-lake/\(name)"), to: directory.appending(path: name))
            }
            let before = try Souk.row(
                "SELECT sum(num_transactions) FROM final_windows WHERE dimension = 'all'", in: directory)
            #expect(before == ["42"])
            let account = try Souk.runToEnd(in: directory)
            #expect(account["read"] as? Int == 0 && account["stale_windows"] as? Int == 0)
            let after = try Souk.row(
                "SELECT sum(num_transactions) FROM final_windows WHERE dimension = 'all'", in: directory)
            #expect(after == ["186"])
            try Souk.verify(in: directory)
            _ = try LakeContent.essence(directory.appending(path: "lake"))
        }
    }
}
