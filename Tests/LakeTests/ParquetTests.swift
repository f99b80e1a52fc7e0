import LakeTesting
import Parquet
import Testing

@Suite struct ParquetTests {
    struct SinkIsFull: Error, Equatable {}

    static let columns = [
        ParquetColumn("text", .text, .deltaLengthByteArray), ParquetColumn("id", .text, .dictionary),
        ParquetColumn("decimal", .decimal(precision: 12, scale: 2), .deltaBinaryPacked),
        ParquetColumn("moment", .timestamp, .deltaBinaryPacked), ParquetColumn("small", .int32, .dictionary),
        ParquetColumn("constant", .int32, .dictionary), ParquetColumn("big", .int64, .plain),
    ]

    /// Columns of random values.
    struct Values: Equatable {
        var bytes: [UInt8] = []
        var ends: [Int32] = [0]
        var ids: [UInt32] = []
        var decimals: [Int64] = []
        var moments: [Int64] = []
        var small: [Int32] = []
        var big: [Int64] = []
        let dictionaryBytes = Array("onetwothree".utf8)
        let dictionaryEnds: [Int32] = [0, 3, 6, 6, 11]

        init(rows: Int, seed: UInt64) {
            var generator = SeededGenerator(seed: seed)
            for _ in 0..<rows {
                bytes += (0..<Int.random(in: 0...20, using: &generator)).map { _ in
                    .random(in: 97...122, using: &generator)
                }
                ends.append(Int32(bytes.count))
                ids.append(.random(in: 0...3, using: &generator))
                decimals.append(.random(in: -99_999_999_9999...99_999_999_9999, using: &generator))
                moments.append(.random(in: -1_000_000_000...7_000_000_000_000_000, using: &generator))
                small.append(.random(in: .min ... .max, using: &generator))
                big.append(.random(in: .min ... .max, using: &generator))
            }
        }
    }

    func write(_ groups: [Values], to write: @escaping (RawSpan) throws -> Void) throws {
        var writer = try ParquetFileWriter(columns: Self.columns, write: write)
        for values in groups {
            try writer.writeRowGroup(rows: values.ids.count) { group in
                try group.append(bytes: values.bytes.span, ends: values.ends.span)
                try group.append(
                    indices: values.ids.span, dictionaryBytes: values.dictionaryBytes.span,
                    dictionaryEnds: values.dictionaryEnds.span)
                try group.append(values.decimals.span)
                try group.append(values.moments.span)
                try group.append(values.small.span)
                try group.append(repeating: -7)
                try group.append(values.big.span)
            }
        }
        try writer.finish()
    }

    func file(_ groups: [Values]) throws -> [UInt8] {
        var file: [UInt8] = []
        try write(groups) { bytes in file += bytes.copied }
        return file
    }

    @Test func `what was written is read, across row groups and batches`() throws {
        let groups = [Values(rows: 1, seed: 1), Values(rows: 5000, seed: 2), Values(rows: 333, seed: 3)]
        var reader = try ParquetFileReader(bytes: file(groups), origin: "memory", batchRows: 777)
        #expect(reader.rowCount == 5334)
        var texts: [String] = []
        var ids: [String] = []
        var integers: [[Int64]] = [[], [], [], []]
        var small: [Int32] = []
        while let batch = try reader.next() {
            #expect(batch.count <= 777)
            let text = try batch.texts("text")
            let id = try batch.texts("id")
            texts += (0..<text.count).map { text.string(at: $0) }
            ids += (0..<id.count).map { id.string(at: $0) }
            integers[0] += try batch.decimals("decimal", scale: 2)
            integers[1] += try batch.integers("moment")
            integers[2] += try batch.integers("constant")
            integers[3] += try batch.integers("big")
            small += try batch.smallIntegers("small")
        }
        let names = ["one", "two", "", "three"]
        #expect(ids == groups.flatMap { $0.ids.map { names[Int($0)] } })
        #expect(
            texts
                == groups.flatMap { values in
                    (0..<values.ids.count).map { row in
                        let range = Int(values.ends[row])..<Int(values.ends[row + 1])
                        return String(decoding: values.bytes[range], as: UTF8.self)
                    }
                })
        #expect(integers[0] == groups.flatMap(\.decimals))
        #expect(integers[1] == groups.flatMap(\.moments))
        #expect(integers[2].allSatisfy { $0 == -7 })
        #expect(integers[3] == groups.flatMap(\.big))
        #expect(small == groups.flatMap(\.small))
    }

    @Test func `the sink's own error comes back from every write, and nothing is written after it`() throws {
        let values = Values(rows: 70_000, seed: 4)
        let size = try file([values]).count
        for limit in stride(from: 0, to: size, by: size / 7) {
            var written = 0
            var hasFailed = false
            #expect(throws: SinkIsFull()) {
                try write([values]) { bytes in
                    #expect(!hasFailed)
                    guard written + bytes.byteCount <= limit else {
                        hasFailed = true
                        throw SinkIsFull()
                    }
                    written += bytes.byteCount
                }
            }
        }
    }

    @Test func `a flipped byte of a page is detected, and one elsewhere ends in an error or in values`() throws {
        let values = Values(rows: 3000, seed: 5)
        var intact: [UInt8] = []
        var writer = try ParquetFileWriter(columns: [ParquetColumn("big", .int64, .plain)]) { intact += $0.copied }
        try writer.writeRowGroup(rows: 3000) { try $0.append(values.big.span) }
        try writer.finish()
        // Random integers don't shrink, so that all but the ends of the file is their page.
        let page = 100..<24_000
        for position in stride(from: 0, to: intact.count, by: 13) {
            var damaged = intact
            damaged[position] ^= 0x55
            let error = Result { () throws(ParquetError) in
                var reader = try ParquetFileReader(bytes: damaged, origin: "memory")
                while let batch = try reader.next() { _ = try batch.integers("big") }
            }
            if page.contains(position) { #expect(throws: ParquetError.self, "byte \(position)") { try error.get() } }
        }
    }

    @Test func `a truncated file is refused at every length`() throws {
        let intact = try file([Values(rows: 300, seed: 5)])
        for length in stride(from: 0, to: intact.count, by: 11) {
            #expect(throws: ParquetError.self) {
                var reader = try ParquetFileReader(bytes: Array(intact[..<length]), origin: "memory")
                while try reader.next() != nil {}
            }
        }
    }

    @Test func `a dictionary may be far larger than its row group, and hold texts that no row has`() throws {
        let names = (0..<60_000).map { "a rather long name with the number \($0)" }
        let bytes = names.flatMap { Array($0.utf8) }
        var ends: [Int32] = [0]
        for name in names { ends.append((ends.last ?? 0) + Int32(name.utf8.count)) }
        let indices: [UInt32] = [59_999, 7, 7, 31_000]
        var file: [UInt8] = []
        var writer = try ParquetFileWriter(columns: [ParquetColumn("name", .text, .dictionary)]) { file += $0.copied }
        for _ in 0..<2 {
            try writer.writeRowGroup(rows: 4) { group in
                try group.append(indices: indices.span, dictionaryBytes: bytes.span, dictionaryEnds: ends.span)
            }
        }
        try writer.finish()
        var reader = try ParquetFileReader(bytes: file, origin: "memory")
        var read: [String] = []
        while let batch = try reader.next() {
            let texts = try batch.texts("name")
            read += (0..<texts.count).map { texts.string(at: $0) }
        }
        #expect(read == (indices + indices).map { names[Int($0)] })
    }

    @Test func `a column of another type or none is refused with its name`() throws {
        var reader = try ParquetFileReader(bytes: file([Values(rows: 3, seed: 5)]), origin: "memory")
        let batch = try #require(try reader.next())
        #expect { try batch.integers("text") } throws: { ($0 as? ParquetError)?.code == .wrongType }
        #expect { try batch.decimals("decimal", scale: 3) } throws: { ($0 as? ParquetError)?.code == .wrongType }
        #expect { try batch.smallIntegers("big") } throws: { ($0 as? ParquetError)?.code == .wrongType }
        #expect {
            try batch.texts("nothing")
        } throws: {
            ($0 as? ParquetError)?.code == .missingColumn && "\($0)".contains("nothing")
        }
    }

    @Test func `a missing file is said to be missing, with Arrow's code`() {
        #expect {
            _ = try ParquetFileReader(path: "/nowhere/file.parquet")
        } throws: { error in
            (error as? ParquetError)?.code == .inputOutput && (error as? ParquetError)?.libraryCode == 5
        }
    }

    @Test func `nested records come back as they were`() throws {
        let schema = [
            ParquetField.primitive("number", .int64), .primitive("flag", .boolean), .primitive("price", .double),
            .textMap("map"), ParquetField("list", .list(.primitive("element", .text))),
            ParquetField("inner", .structure([.primitive("text", .text), .textMap("deep")])),
        ]
        var file: [UInt8] = []
        var writer = try ParquetRecordWriter(schema: schema) { file += $0.copied }
        let map = ParquetValue.map(keys: [.text("a"), .text("b")], values: [.text("1"), .null])
        try writer.append([
            .integer(1), .boolean(true), .double(1.5), map, .list([.text("x"), .null, .text("y")]),
            .structure([.text("in"), map]),
        ])
        try writer.append([.null, .null, .null, .null, .null, .null])
        try writer.append([
            .integer(.min), .boolean(false), .null, .map(keys: [], values: []), .list([]), .structure([.null, .null]),
        ])
        try writer.finish()
        var reader = try ParquetFileReader(bytes: file, origin: "memory", columns: ["number", "map", "list", "inner"])
        let batch = try #require(try reader.next())
        #expect(batch.count == 3)
        let number = try #require(try batch.root.field("number", [.integer]))
        #expect(try (0..<3).map { try number.integer(at: $0) } == [1, nil, .min])
        #expect(try batch.root.field("flag", [.boolean])?.name == nil)
        let maps = try #require(try batch.root.field("map", [.map]))
        #expect(maps.range(at: 0) == 0..<2)
        #expect(maps.range(at: 1) == nil)
        #expect(maps.range(at: 2)?.isEmpty == true)
        let entries = try maps.entries(keys: [.text], values: [.text])
        #expect(entries.keys.text(at: 1) == "b")
        #expect(entries.values.text(at: 1) == nil)
        let inner = try #require(try batch.root.field("inner", [.structure]))
        #expect((0..<3).map(inner.isNull) == [false, true, false])
        let list = try #require(try batch.root.field("list", [.list]))
        #expect(try list.elements([.text]).text(at: 2) == "y")
    }

    @Test func `a record that does not fit its schema is refused`() throws {
        var writer = try ParquetRecordWriter(schema: [.primitive("number", .int32)]) { _ in }
        #expect(throws: ParquetError.self) { try writer.append([.text("no number")]) }
        #expect(throws: ParquetError.self) { try writer.append([.integer(1 << 40)]) }
        #expect(throws: ParquetError.self) { try writer.append([.list([])]) }
        #expect(throws: ParquetError.self) { try writer.append([]) }
    }

    @Test func `a writer of a million rows holds no more than a row group`() throws {
        let values = Values(rows: 65_536, seed: 6)
        let before = ParquetMemory.bytesInUse
        var most: Int64 = 0
        try write([Values](repeating: values, count: 16)) { _ in most = max(most, ParquetMemory.bytesInUse - before) }
        #expect(most < 24 << 20)
    }
}

extension RawSpan {
    /// The bytes, copied.
    var copied: [UInt8] {
        // Copied out of memory that is only lent; nothing keeps the pointer.
        unsafe withUnsafeBytes { unsafe Array($0) }
    }
}
