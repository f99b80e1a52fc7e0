import Foundation
import Testing

@Suite(.needsSouk, .needsOracles)
struct RejectionTests {
    @Test func `every broken message is kept with its reason and its bytes, and none stops the stream`() throws {
        try withTemporaryDirectory { directory in
            try Souk.produce(120_000, into: directory, ["--broken", "0.01"])
            let account = try Souk.runToEnd(in: directory)
            let messages = try Souk.succeed(["tail", "log:log", "-e", "-J"], directory: directory).output
            let file = directory.appending(path: "messages.ndjson")
            try Data(messages.utf8).write(to: file)
            let judgement = try Oracle.run("rejections.py", [directory.appending(path: "lake").path, file.path])
            try #require(judgement.exitCode == 0, "\(judgement.errors)")
            let found = try judgement.json()
            #expect(found["differences"] as? [String] == [])
            #expect(found["messages"] as? Int == 120_000)
            #expect(found["accepted"] as? Int == account["accepted"] as? Int)
            #expect((found["reasons"] as? [String] ?? []).count == 14, "\(found["reasons"] ?? "")")
            #expect((found["kinds"] as? [[String]] ?? []).count >= 20, "\(found["kinds"] ?? "")")
        }
    }

    @Test func `the sound messages are the same with broken ones between them`() throws {
        try withTemporaryDirectory { directory in
            for (log, share) in [("sound", "0"), ("mixed", "0.2")] {
                try Souk.produce(5_000, into: directory, log: log, ["--broken", share])
                try Souk.runToEnd(in: directory, log: "log:\(log)", lake: "lake-\(log)")
            }
            let statement = "SELECT transaction_id FROM transactions ORDER BY 1"
            let lists = try ["sound", "mixed"].map { name in
                try Souk.succeed(
                    ["query", "--lake", "lake-\(name)", "--format", "csv", statement], directory: directory
                ).lines
            }
            #expect(lists[0].count == 5_001)
            #expect(lists[1].count > 3_500 && lists[1].count < 4_500)
            #expect(Set(lists[1]).isSubset(of: lists[0]))
        }
    }
}
