import Foundation
import Testing

/// Files, pipes and standard input as sources.
@Suite(.needsSouk)
struct ImportTests {
    private static let header = "transaction_id,user_id,city,category,amount,quantity,payment_method,timestamp,note\r\n"

    @Test func `an NDJSON file is copied byte for byte, with CR LF, empty lines and a torn end`() throws {
        try withTemporaryDirectory { directory in
            let lines = [
                Self.message("plain"), Self.message("cr-lf") + "\r", "", Self.message("sôûk 🧿"), "{\"torn\": ",
            ]
            try Data(lines.joined(separator: "\n").utf8).write(to: directory.appending(path: "sales.ndjson"))
            try Souk.succeed(
                ["produce", "--to", "log:log", "--from", "sales.ndjson", "--partitions", "1"], directory: directory)
            let tail = try Souk.succeed(["tail", "log:log", "-e"], directory: directory)
            #expect(Array(tail.output.utf8) == Array((lines.joined(separator: "\n") + "\n").utf8))
            let account = try Souk.runToEnd(in: directory)
            #expect(account["accepted"] as? Int == 3)
            #expect(account["rejected"] as? Int == 2)
        }
    }

    @Test func `a CSV file may have quotes, commas, line ends within values, a byte order mark and more columns`()
        throws
    {
        try withTemporaryDirectory { directory in
            let rows = [
                "t1,u1,Fès,\"Home, \"\"Garden\"\"\",12.50,2,Cash,2026-01-01T10:00:00Z,\r\n",
                "\"t2\",\"u2\",\"two\r\nlines\",Books,\"7\",1,Cash,1767225600000,5\" screen\r\n", "\r\n",
                "t3,u3,Fes,Books,1.5,1,Cash,2026-01-01T10:00:00Z", ",no line feed at the end",
            ]
            try write("\u{FEFF}" + Self.header + rows.joined(), to: "sales.csv", in: directory)
            try Souk.succeed(["produce", "--to", "log:log", "--from", "sales.csv"], directory: directory)
            #expect(try Souk.runToEnd(in: directory)["accepted"] as? Int == 3)
            let found = try query("SELECT * EXCLUDE (_partition, _offset) FROM transactions ORDER BY 1", in: directory)
            #expect(found.count == 3)
            #expect(found[0]["category"] as? String == "Home, \"Garden\"")
            #expect(found[0]["city"] as? String == "Fès")
            #expect(found[1]["city"] as? String == "two\r\nlines")
            #expect(found[1]["timestamp"] as? String == "2026-01-01T00:00:00Z")
            #expect(found[1]["amount"] as? Double == 7)
            #expect(found[2]["quantity"] as? Int == 1)
        }
    }

    @Test func `a CSV row that is wrong is rejected with its bytes, and the rows after it are taken`() throws {
        try withTemporaryDirectory { directory in
            var bytes = Array(Self.header.utf8)
            for row in ["t1,u1,Fes,Books,1,50,2,Cash,2026-01-01T10:00:00Z,x", "t2,u2,Fes,Books,1.50,2,Cash"] {
                bytes += Array((row + "\r\n").utf8)
            }
            bytes += Array("t3,u3,F".utf8) + [0xFF] + Array(",Books,1.50,2,Cash,2026-01-01T10:00:00Z,\r\n".utf8)
            bytes += Array("t4,u4,Fes,Books,free,2,Cash,2026-01-01T10:00:00Z,\r\n".utf8)
            bytes += Array("t5,u5,Fes,Books,1.50,02,Cash,2026-01-01T10:00:00Z,\r\n".utf8)
            bytes += Array("t6,u6,Fes,Books,1.50,2,Cash,2026-01-01T10:00:00Z,\r\n".utf8)
            try Data(bytes).write(to: directory.appending(path: "sales.csv"))
            try Souk.succeed(
                ["produce", "--to", "log:log", "--from", "sales.csv", "--partitions", "1"], directory: directory)
            #expect(try Souk.runToEnd(in: directory)["accepted"] as? Int == 1)
            let refused = try query(
                "SELECT reason, hex(payload) AS bytes FROM rejected ORDER BY _offset", in: directory)
            #expect(
                refused.map { $0["reason"] as? String } == [
                    "invalid_json", "invalid_json", "invalid_utf8", "invalid_amount", "wrong_type",
                ])
            #expect(
                refused[0]["bytes"] as? String == Self.hexadecimal("t1,u1,Fes,Books,1,50,2,Cash,2026-01-01T10:00:00Z,x")
            )
            #expect((refused[2]["bytes"] as? String)?.contains("46FF22") == true, "a byte was changed on the way")
        }
    }

    @Test func `a CSV file without the columns, or with a quote that does not end, is refused with its place`() throws {
        try withTemporaryDirectory { directory in
            try write("id,when\r\n1,2\r\n", to: "header.csv", in: directory)
            let header = try Souk.run(["produce", "--to", "log:log", "--from", "header.csv"], directory: directory)
            #expect(header.exitCode == 11)
            #expect(header.errors.contains("lacks transaction_id, user_id"), "\(header.errors)")
            #expect(header.errors.contains("[fields]"), "\(header.errors)")
            try write(Self.header + "t1,\"u1\r\nt2,u2\r\n", to: "quote.csv", in: directory)
            let quote = try Souk.run(["produce", "--to", "log:log", "--from", "quote.csv"], directory: directory)
            #expect(quote.exitCode == 11)
            #expect(quote.errors.contains("line 2 opens a quoted value"), "\(quote.errors)")
        }
    }

    @Test func `other names of fields are mapped, in CSV and in JSON`() throws {
        try withTemporaryDirectory { directory in
            try write("[fields]\ncity = \"ville\"\namount = \"montant\"\n", to: "souk.toml", in: directory)
            let csv = Self.header.replacing("city", with: "ville").replacing("amount", with: "montant")
            try write(csv + "t1,u1,Fes,Books,1.5,1,Cash,2026-01-01T10:00:00Z,\r\n", to: "sales.csv", in: directory)
            let json = Self.message("t2").replacing("\"city\"", with: "\"ville\"")
            try write(json.replacing("\"amount\"", with: "\"montant\"") + "\n", to: "sales.ndjson", in: directory)
            for file in ["sales.csv", "sales.ndjson"] {
                try Souk.succeed(["produce", "--to", "log:log", "--from", file], directory: directory)
            }
            #expect(try Souk.runToEnd(in: directory)["accepted"] as? Int == 2)
        }
    }

    @Test func `a file is run as it stands, and after it has grown only what is new is read`() throws {
        try withTemporaryDirectory { directory in
            let file = directory.appending(path: "sales.ndjson")
            try Data(messages(1_000, from: 0).utf8).write(to: file)
            #expect(try Souk.runToEnd(in: directory, log: "file:sales.ndjson")["read"] as? Int == 1_000)
            let handle = try FileHandle(forWritingTo: file)
            try handle.seekToEnd()
            try handle.write(contentsOf: Data(messages(500, from: 1_000).utf8))
            try handle.close()
            #expect(try Souk.runToEnd(in: directory, log: "file:sales.ndjson")["read"] as? Int == 500)
            try Souk.verify(log: "file:sales.ndjson", in: directory)
            for other in [messages(10, from: 0), messages(2_000, from: 5_000)] {
                try Data(other.utf8).write(to: file)
                let refused = try Souk.run(
                    ["run", "--from", "file:sales.ndjson", "--lake", "lake", "--until-end"], directory: directory)
                #expect(refused.exitCode == 10, "\(refused.errors)")
                #expect(refused.errors.contains("does not hold what was read"), "\(refused.errors)")
            }
        }
    }

    @Test func `standard input is run to its end, leaves nothing behind, and does not mix with what a lake holds`()
        throws
    {
        try withTemporaryDirectory { directory in
            let input = directory.appending(path: "input")
            try Data(messages(1_000, from: 0).utf8).write(to: input)
            let spool = directory.appending(path: "spool")
            try FileManager.default.createDirectory(at: spool, withIntermediateDirectories: true)
            let arguments = ["run", "--from", "-", "--lake", "lake", "--json"]
            let first = try Souk.succeed(
                arguments, environment: ["TMPDIR": spool.path], directory: directory, input: input)
            #expect(try first.json()["accepted"] as? Int == 1_000)
            #expect(try FileManager.default.contentsOfDirectory(atPath: spool.path).isEmpty)
            try Souk.verify(log: nil, in: directory)
            let second = try Souk.run(arguments, directory: directory, input: input)
            #expect(second.exitCode == 10, "\(second.errors)")
            #expect(second.errors.contains("souk produce --to log:DIR --from -"), "\(second.errors)")
        }
    }

    @Test func `the simulator, a log and a pipeline are joined by pipes`() throws {
        try withTemporaryDirectory { directory in
            let outcome = try Shell.run(
                """
                set -o pipefail
                $SOUK produce --to - --count 2000 | $SOUK produce --to log:log --from - &&
                    $SOUK produce --to log:log --from <($SOUK produce --to - --count 1000 --seed 5) &&
                    $SOUK tail log:log -e | $SOUK run --from - --lake lake --json
                """, directory: directory)
            #expect(outcome.exitCode == 0, "\(outcome.errors)")
            #expect(try outcome.json()["accepted"] as? Int == 3_000)
        }
    }

    private func messages(_ count: Int, from first: Int) -> String {
        (first..<first + count).map { Self.message("t\($0)") + "\n" }.joined()
    }

    private static func message(_ identifier: String) -> String {
        """
        {"transaction_id":"\(identifier)","user_id":"u1","city":"Fes","category":"Books","amount":12.5,"quantity":1,\
        "payment_method":"Cash","timestamp":"2026-01-01T10:00:00Z"}
        """
    }

    private static func hexadecimal(_ text: String) -> String {
        text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()
    }

    private func write(_ text: String, to name: String, in directory: URL) throws {
        try Data(text.utf8).write(to: directory.appending(path: name))
    }

    private func query(_ statement: String, in directory: URL) throws -> [[String: Any]] {
        let outcome = try Souk.succeed(["query", "--lake", "lake", "--json", statement], directory: directory)
        let rows = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
        return try #require(rows as? [[String: Any]], "\(outcome.output)")
    }
}
