import System
import Testing

@testable import TransactionLogs

/// Whether a file is still the one that was read.
@Suite struct FileContinuityTests {
    private func withFile(_ content: String, _ body: (String) throws -> Void) throws {
        try withTemporaryDirectory { directory throws in
            let path = "\(directory)/sales.ndjson"
            try write(content, to: path)
            try body(path)
        }
    }

    private func write(_ content: String, to path: String) throws {
        try FileDescriptor(opening: path, [.write, .create, .truncate]).write(Array(content.utf8), at: 0)
    }

    private func append(_ content: String, to path: String) throws {
        try FileDescriptor(opening: path, [.write, .append]).write(Array(content.utf8))
    }

    private func fingerprint(of path: String, follows: Bool = false) throws -> LogFingerprint {
        let reader = try FileLog(opening: path, follows: follows).reader(of: 0, from: 0)
        _ = try reader.readAll()
        return try #require(try reader.fingerprint())
    }

    private func isBroken(_ path: String, _ fingerprint: LogFingerprint) throws -> Bool {
        if case .broken = try FileLog(opening: path, follows: false).continuity(of: 0, with: fingerprint) {
            true
        } else {
            false
        }
    }

    @Test func `a file that grew at its end still holds what was read`() throws {
        try withFile("one\ntwo\n") { path in
            let fingerprint = try fingerprint(of: path)
            #expect(try !isBroken(path, fingerprint))
            try append("three\n", to: path)
            #expect(try !isBroken(path, fingerprint))
        }
    }

    @Test(arguments: ["one\ntwo\n", "one\nTwo\nthree\nfour\n", "One\ntwo\nthree\n", ""])
    func `another file under the same path is found out, whether it is shorter or longer`(other: String) throws {
        try withFile("one\ntwo\nthree\n") { path in
            let fingerprint = try fingerprint(of: path)
            try write(other, to: path)
            #expect(try isBroken(path, fingerprint))
        }
    }

    @Test func `a byte anywhere in a long file is noticed`() throws {
        let content = (0..<60_000).map { "line \($0) " + String(repeating: "y", count: $0 % 97) + "\n" }.joined()
        try withFile(content) { path in
            let fingerprint = try fingerprint(of: path)
            #expect(try !isBroken(path, fingerprint))
            for position in [3, content.utf8.count / 2, content.utf8.count - 3] {
                try FileDescriptor(opening: path, .write).write([UInt8(ascii: "#")], at: Int64(position))
                #expect(try isBroken(path, fingerprint), "at \(position)")
                try write(content, to: path)
            }
        }
    }

    @Test func `a last line that was read without its line feed may get one, and nothing else`() throws {
        try withFile("one\ntwo") { path in
            let fingerprint = try fingerprint(of: path)
            try append("\nthree\n", to: path)
            #expect(try !isBroken(path, fingerprint))
            try write("one\ntwo", to: path)
            try append(" and more\n", to: path)
            #expect(try isBroken(path, fingerprint))
        }
    }

    @Test func `a file that takes the place of the one that is read is noticed`() throws {
        try withFile("one\ntwo\n") { path in
            let log = try FileLog(opening: path, follows: true)
            let reader = try log.reader(of: 0, from: 0)
            #expect(try reader.readAll().count == 2)
            try log.confirmIdentity()
            try write("one\ntwo\nthree\n", to: path + ".new")
            try Files.rename(path + ".new", to: path)
            #expect(try code { try log.confirmIdentity() } == .replaced)
            #expect(try code { _ = try log.waitForRecords(beyond: [0: 2], timeout: .zero) } == .replaced)
        }
    }

    @Test(arguments: ["x\n", "another\nexport, which is longer\nthan that before\n"])
    func `a file that is written over while it is read is noticed, shorter or longer`(other: String) throws {
        try withFile("one\ntwo\nthree\n") { path in
            let log = try FileLog(opening: path, follows: true)
            let reader = try log.reader(of: 0, from: 0)
            #expect(try reader.readAll().count == 3)
            #expect(try log.offsets(of: 0) == 0..<3)
            try write(other, to: path)
            #expect(try code { try log.confirmIdentity() } == .replaced)
            #expect(try code { _ = try log.offsets(of: 0) } == .replaced)
        }
    }

    @Test func `a file whose name is gone is read to its end`() throws {
        try withFile("one\ntwo\n") { path in
            let log = try FileLog(opening: path, follows: true)
            _ = try Files.remove(path)
            try log.confirmIdentity()
            #expect(try log.reader(of: 0, from: 0).readAll().count == 2)
        }
    }
}
