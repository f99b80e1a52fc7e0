import Foundation
import Testing

/// Another tool, delta-rs, that changes the rows of a lake: the pipeline doesn't continue on top of it, and the audit names what
/// is otherwise than in the log.
@Suite(.needsSouk, .needsOracles)
struct ForeignWriterTests {
    @Test func `a delete and a restore by another tool are refused by name, and what is put back is not`() throws {
        try withTemporaryDirectory { directory in
            for run in 0..<3 {
                try Souk.produce(2_000, into: directory, ["--start", "2026-01-01T0\(run):00:00Z", "--broken", "0.02"])
                try Souk.runToEnd(in: directory)
            }
            let deleted = try change("transactions", ["delete", "_offset % 7 = 3"], in: directory)
            try Souk.produce(100, into: directory, ["--start", "2026-01-01T05:00:00Z"])
            try expectRefusal(of: "DELETE", version: deleted, restoring: deleted - 1, in: directory)
            _ = try change("transactions", ["restore", "\(deleted - 1)"], in: directory)
            #expect(try Souk.runToEnd(in: directory)["read"] as? Int == 100)
            try Souk.verify(in: directory)

            let restored = try change("transactions", ["restore", "1"], in: directory)
            try expectRefusal(of: "RESTORE", version: restored, restoring: restored - 1, in: directory)
            _ = try change("transactions", ["restore", "\(restored - 1)"], in: directory)
            let thinned = try change("rejected", ["delete", "_offset < 500"], in: directory)
            try expectRefusal(of: "DELETE", version: thinned, restoring: thinned - 1, in: directory)
        }
    }

    @Test func `an optimize and a vacuum by another tool are no obstacle`() throws {
        try withTemporaryDirectory { directory in
            for run in 0..<3 {
                try Souk.produce(2_000, into: directory, ["--start", "2026-01-01T0\(run):00:00Z", "--broken", "0.02"])
                try Souk.runToEnd(in: directory)
                for table in ["transactions", "windows", "rejected"] {
                    _ = try change(table, ["optimize"], in: directory)
                    _ = try change(table, ["vacuum"], in: directory)
                }
            }
            let words = try Souk.verify(in: directory)
            #expect(words["log_content"]?.hasPrefix("every field of every transaction") == true, "\(words)")
        }
    }

    @Test func `an amount, an identity and a payload that were changed are named by offset and field`() throws {
        try withTemporaryDirectory { directory in
            try Souk.produce(5_000, into: directory, ["--broken", "0.01"])
            try Souk.runToEnd(in: directory)
            let place = "_partition = 0 AND _offset = (SELECT min(_offset) FROM transactions WHERE _partition = 0)"
            let columns = "_offset, amount, transaction_id"
            let sale = try Souk.row("SELECT \(columns) FROM transactions WHERE \(place)", in: directory)
            let own = "_partition = 0 AND _offset = \(sale[0])"
            _ = try change("transactions", ["update", "amount", "amount + 0.01", own], in: directory)
            let amount = try audit(in: directory)
            #expect(amount.contains("FAIL log_content") && !amount.contains("FAIL files_intact"), "\(amount)")
            #expect(amount.contains("partition 0, offset \(sale[0]): amount is `\(sale[1])` in the log and `"))

            // No window and no sum knows of an identity: nothing but the log does.
            _ = try change("transactions", ["restore", "1"], in: directory)
            _ = try change("transactions", ["update", "transaction_id", "'forged'", own], in: directory)
            let identity = try audit(in: directory)
            #expect(
                identity.contains(
                    "partition 0, offset \(sale[0]): transaction_id is `\(sale[2])` in the log and `forged` in the lake"
                ))
            #expect(identity.contains("1 of "), "no other check fails: \(identity)")

            _ = try change("transactions", ["restore", "1"], in: directory)
            _ = try change("transactions", ["update", "city", "CAST(NULL AS VARCHAR)", own], in: directory)
            let null = try audit(in: directory)
            #expect(null.contains("FAIL log_content") && null.contains("column city of"), "\(null)")

            _ = try change("transactions", ["restore", "1"], in: directory)
            try Souk.verify(in: directory)
            let refused = try Souk.row(
                "SELECT _partition, min(_offset) FROM rejected GROUP BY 1 LIMIT 1", in: directory)
            let broken = "_partition = \(refused[0]) AND _offset = \(refused[1])"
            _ = try change("rejected", ["update", "payload", "arrow_cast('x', 'Binary')", broken], in: directory)
            let payload = try audit(in: directory)
            #expect(payload.contains("partition \(refused[0]), offset \(refused[1]): payload is `"), "\(payload)")
            _ = try change("rejected", ["delete", broken], in: directory)
            let dropped = try audit(in: directory)
            #expect(dropped.contains("partition \(refused[0]): offset \(refused[1]) is missing in the lake"))
        }
    }

    /// Changes a table of the lake.
    ///
    /// - Returns: its version afterwards.
    private func change(_ table: String, _ words: [String], in directory: URL) throws -> Int {
        let path = directory.appending(path: "lake/\(table)").path
        let outcome = try Oracle.run("foreign_writer.py", [path] + words)
        try #require(outcome.exitCode == 0, "\(outcome.errors)")
        return try #require(Int(outcome.lines.last ?? ""), "\(outcome.output)")
    }

    private func expectRefusal(of operation: String, version: Int, restoring: Int, in directory: URL) throws {
        let outcome = try Souk.run(["run", "--from", "log:log", "--lake", "lake", "--until-end"], directory: directory)
        #expect(outcome.exitCode == 12, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.errors.contains("version \(version) \(operation) ("), "\(outcome.errors)")
        #expect(outcome.errors.contains("restore that table to version \(restoring)"), "\(outcome.errors)")
    }

    /// What the audit against the log prints when it finds a difference.
    private func audit(in directory: URL) throws -> String {
        let outcome = try Souk.run(["verify", "--lake", "lake", "--from", "log:log"], directory: directory)
        #expect(outcome.exitCode == 15, "\(outcome.output)\(outcome.errors)")
        return outcome.output
    }
}
