import System
import Testing

@testable import TransactionLogs

@Suite struct FileLogTests {
    private func withFile(_ content: String, _ body: (String) throws -> Void) throws {
        try withTemporaryDirectory { directory throws in
            let path = "\(directory)/sales.ndjson"
            try FileDescriptor(opening: path, [.write, .create]).write(Array(content.utf8), at: 0)
            try body(path)
        }
    }

    private func lines(_ log: FileLog, from offset: Int64 = 0) throws -> [String] {
        try log.reader(of: 0, from: offset).readAll().map { String(decoding: $0.payload, as: UTF8.self) }
    }

    @Test func `lines are messages and their bytes are kept`() throws {
        try withFile("one\r\n\n  two \nthree\n") { path in
            let log = try FileLog(opening: path, follows: true)
            #expect(try lines(log) == ["one\r", "", "  two ", "three"])
            #expect(try log.offsets(of: 0) == 0..<4)
            #expect(log.identity.description == "file:\(try Files.absolutePath(of: path))")
        }
    }

    @Test func `a last line without a line feed counts once the file is whole`() throws {
        try withFile("one\ntwo") { path in
            let whole = try FileLog(opening: path, follows: false)
            #expect(try lines(whole) == ["one", "two"])
            #expect(try whole.offsets(of: 0) == 0..<2)
            #expect(try lines(whole, from: 1) == ["two"])

            let growing = try FileLog(opening: path, follows: true)
            let reader = try growing.reader(of: 0, from: 0)
            #expect(try reader.readAll().count == 1)
            #expect(try growing.offsets(of: 0) == 0..<1)
            let file = try FileDescriptor(opening: path, [.write, .append])
            try file.write(Array(" and more".utf8))
            #expect(try reader.readAll().isEmpty)
            #expect(try !growing.waitForRecords(beyond: [0: 1], timeout: .zero))
            try file.write(Array("\nx\n".utf8))
            #expect(try growing.waitForRecords(beyond: [0: 1], timeout: .zero))
            #expect(try reader.readAll().map { String(decoding: $0.payload, as: UTF8.self) } == ["two and more", "x"])
        }
    }

    @Test func `an empty file has no messages`() throws {
        try withFile("") { path in
            let log = try FileLog(opening: path, follows: false)
            #expect(try log.offsets(of: 0) == 0..<0)
            #expect(try lines(log).isEmpty)
        }
    }

    @Test func `a file that was cut is not read on`() throws {
        try withFile("one\ntwo\nthree\n") { path in
            let log = try FileLog(opening: path, follows: true)
            let reader = try log.reader(of: 0, from: 0)
            #expect(try reader.readAll().count == 3)
            try FileDescriptor(opening: path, .write).truncate(to: 4)
            #expect(try code { _ = try reader.readAll() } == .replaced)
            #expect(try code { _ = try log.offsets(of: 0) } == .replaced)
        }
    }

    @Test func `a line without an end is refused at a limit`() throws {
        try withFile("short\n" + String(repeating: "x", count: 33 << 20)) { path in
            let log = try FileLog(opening: path, follows: true)
            let reader = try log.reader(of: 0, from: 0)
            #expect(try code { _ = try reader.readAll() } == .damaged)
            #expect(reader.position == 1)
        }
    }

    @Test func `what is no file is not opened`() throws {
        try withTemporaryDirectory { directory throws in
            #expect(try code { _ = try FileLog(opening: directory, follows: false) } == .missing)
            #expect(try code { _ = try FileLog(opening: "\(directory)/none", follows: false) } == .missing)
        }
    }

    @Test func `lines are found again from the remembered ones`() throws {
        let numbers = 0..<40_000
        let content = numbers.map { "line \($0) " + String(repeating: "y", count: $0 % 200) }
        try withFile(content.joined(separator: "\n") + "\n") { path in
            let log = try FileLog(opening: path, follows: true)
            for start in [0, 1, 9999, 17_345, 39_999, 40_000] {
                #expect(try lines(log, from: Int64(start)) == Array(content[start...]))
            }
        }
    }
}
