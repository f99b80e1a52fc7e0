import Foundation
import Testing

@Suite(.needsSouk)
struct TailTests {
    @Test func `a log is printed from its beginning, an offset or its end, by partition`() throws {
        try withTemporaryDirectory { directory in
            try Souk.produce(1_000, into: directory)
            let all = try tail(["-e"], directory)
            #expect(all.count == 1_000)
            #expect(try tail(["-e", "-o", "beginning"], directory) == all)
            #expect(try tail(["-e", "-o", "end"], directory) == [])
            let parts = try (0..<4).map { try tail(["-e", "-p", "\($0)"], directory) }
            #expect(parts.joined().sorted() == all.sorted())
            #expect(try tail(["-e", "-p", "2", "-o", "10"], directory) == Array(parts[2].dropFirst(10)))
            #expect(try tail(["-e", "-p", "2", "-o", "1000000"], directory) == [])
            #expect(parts.allSatisfy { !$0.isEmpty })
        }
    }

    @Test func `envelopes tell partition, offset and payload, and keep bytes that are no text`() throws {
        try withTemporaryDirectory { directory in
            let broken: [UInt8] = [0x7B, 0xFF, 0x00, 0x7D]
            try Data(Array("{\"a\":\"é\\n\"}\n".utf8) + broken + [0x0A]).write(to: directory.appending(path: "f"))
            try Souk.succeed(
                ["produce", "--to", "log:log", "--from", "f", "--partitions", "1"], directory: directory)
            let envelopes = try tail(["-e", "-J"], directory).map { line in
                try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            }
            #expect(envelopes.count == 2)
            #expect(envelopes[0]["payload"] as? String == "{\"a\":\"é\\n\"}")
            #expect(envelopes.map { $0["offset"] as? Int } == [0, 1])
            #expect(envelopes.allSatisfy { $0["partition"] as? Int == 0 })
            #expect(envelopes[1]["payload"] == nil)
            #expect((envelopes[1]["payload_base64"] as? String).flatMap { Data(base64Encoded: $0) } == Data(broken))
        }
    }

    @Test func `a log is followed while it grows, until Ctrl-C`() throws {
        try withTemporaryDirectory { directory in
            try Souk.produce(10, into: directory)
            let process = try Souk.start(["tail", "log:log", "-o", "beginning"], directory: directory)
            #expect(process.wait(seconds: 20) { $0.outputText.count(where: { $0 == "\n" }) == 10 })
            try Souk.produce(5, into: directory)
            #expect(process.wait(seconds: 20) { $0.outputText.count(where: { $0 == "\n" }) == 15 })
            process.send(SIGINT)
            let outcome = process.waitForEnd()
            #expect(outcome.exitCode == 0, "\(outcome.errors)")
        }
    }

    @Test func `a reader that has seen enough ends tail quietly`() throws {
        try withTemporaryDirectory { directory in
            try Souk.produce(100_000, into: directory)
            let outcome = try Shell.run(
                "$SOUK tail log:log -e | head -n 1 >/dev/null; echo ${PIPESTATUS[0]}", directory: directory)
            #expect(outcome.output == "0\n")
            #expect(outcome.errors.isEmpty, "\(outcome.errors)")
        }
    }

    private func tail(_ options: [String], _ directory: URL) throws -> [String] {
        try Souk.succeed(["tail", "log:log"] + options, directory: directory).lines
    }
}
