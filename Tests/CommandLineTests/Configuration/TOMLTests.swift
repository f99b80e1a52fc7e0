import TOML
import Testing

@Suite struct TOMLTests {
    @Test func `every kind of value is read with its place`() throws {
        let document = try TOMLDocument(
            parsing: """
                text = "é\\n\\u0000!"
                [numbers]
                  whole = -9223372036854775808
                  part = 2.5
                  flag = true
                  day = 2025-03-01
                  moment = 2025-03-01T08:00:00Z
                  list = [1, ["two"], {}]
                """)
        func entry(_ key: String, in entries: [TOMLEntry]) throws -> TOMLNode {
            try #require(entries.first { $0.key == key }).node
        }
        #expect(try entry("text", in: document.entries).value == .string("é\n\0!"))
        guard case .table(let numbers) = try entry("numbers", in: document.entries).value else {
            Issue.record("no table")
            return
        }
        #expect(try entry("whole", in: numbers).value == .integer(.min))
        #expect(try entry("whole", in: numbers).position == TOMLPosition(line: 3, column: 3))
        #expect(try entry("part", in: numbers).value == .float(2.5))
        #expect(try entry("flag", in: numbers).value == .boolean(true))
        #expect(try entry("day", in: numbers).value == .time("2025-03-01"))
        #expect(try entry("moment", in: numbers).value == .time("2025-03-01T08:00:00Z"))
        guard case .array(let list) = try entry("list", in: numbers).value else {
            Issue.record("no array")
            return
        }
        #expect(list.map(\.position.column) == [11, 14, 23])
        #expect(list[0].value == .integer(1))
        #expect(list[2].value == .table([]))
    }

    @Test func `an empty document has no entries`() throws {
        #expect(try TOMLDocument(parsing: "").entries.isEmpty)
    }

    @Test func `what is not TOML is told with its place`() throws {
        let error = try #require(throws: TOMLError.self) { try TOMLDocument(parsing: "a = 1\nb = = 2\n") }
        #expect(error.position.line == 2)
        #expect(error.description.hasPrefix("2:"))
        #expect(throws: TOMLError.self) { try TOMLDocument(parsing: "a = 1\na = 2") }
        #expect(throws: TOMLError.self) { try TOMLDocument(parsing: String(repeating: "[", count: 100_000)) }
    }

    @Test func `no text ends the process, however wrong it is`() {
        let pieces = [
            "[", "]", "[[", "]]", "{", "}", "=", ".", ",", "\"", "'", "\"\"\"", "'''", "#", "\n", " ", "a", "1", "-",
            "\\", "\\u", "\0", "é", "true", "1e", "0x", "2025-01-01", "T", ":", "inf",
        ]
        var random = SeededGenerator(seed: 11)
        for _ in 0..<20_000 {
            let count = Int.random(in: 1...12, using: &random)
            let text = (0..<count).compactMap { _ in pieces.randomElement(using: &random) }.joined()
            guard let document = try? TOMLDocument(parsing: text) else { continue }
            #expect(document.entries.allSatisfy { $0.node.position.line > 0 })
        }
    }

    @Test func `the library tells its version`() {
        #expect(TOMLDocument.libraryVersion.split(separator: ".").count == 3)
    }
}
