import Commerce
import Testing

@Suite struct BinaryTests {
    private let edges: [Int64] = [0, 1, -1, 63, -64, 64, 127, 128, -129, 16_383, 16_384, .max, .min, .max - 1]

    @Test func `integers of every kind are read back as they were written`() throws {
        var generator = SeededGenerator(seed: 3)
        let values =
            edges
            + (0..<2_000).map { _ in
                Int64(bitPattern: generator.next() >> UInt64.random(in: 0..<64, using: &generator))
            }
        var writer = BinaryWriter()
        for value in values {
            writer.writeSigned(value)
            writer.writeUnsigned(UInt64(bitPattern: value))
            writer.writeFixed(value)
            writer.writeFixed(UInt16(truncatingIfNeeded: value))
        }
        var reader = BinaryReader(writer.bytes)
        for value in values {
            #expect(try reader.readSigned() == value)
            #expect(try reader.readUnsigned() == UInt64(bitPattern: value))
            #expect(try reader.readFixed(Int64.self) == value)
            #expect(try reader.readFixed(UInt16.self) == UInt16(truncatingIfNeeded: value))
        }
        try reader.finish()
    }

    @Test func `the format is little-endian, LEB128 and zig-zag`() {
        var writer = BinaryWriter()
        writer.writeFixed(UInt32(0x0102_0304))
        writer.writeUnsigned(300)
        writer.writeSigned(-1)
        writer.writeSigned(1)
        writer.writeText("é")
        #expect(writer.bytes == [4, 3, 2, 1, 0xAC, 0x02, 1, 2, 2, 0xC3, 0xA9])
    }

    @Test func `texts, bytes, flags and counts are read back`() throws {
        var writer = BinaryWriter(minimumCapacity: 64)
        writer.writeText("")
        writer.writeText("Fès 🛒")
        writer.writeBytes([0, 255])
        writer.writeFlag(true)
        writer.writeFlag(false)
        writer.writeCount(2)
        writer.writeBytes([1])
        var reader = BinaryReader(writer.bytes)
        #expect(try reader.readText() == "")
        #expect(try reader.readText() == "Fès 🛒")
        #expect(try reader.readBytes() == [0, 255])
        #expect(try reader.readFlag())
        #expect(try !reader.readFlag())
        #expect(try reader.readCount(minimumElementSize: 1) == 2)
        #expect(reader.remaining == 2)
    }

    @Test(
        arguments: [
            ([], .truncated), ([0x80], .truncated), ([0xFF, 0xFF], .truncated), ([0x80, 0x00], .overlong),
            ([0x81, 0x80, 0x00], .overlong),
            ([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02], .overlong),
            ([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], .overlong),
        ] as [([UInt8], BinaryReaderError.Code)])
    func `an integer that is cut short or too long is refused`(bytes: [UInt8], code: BinaryReaderError.Code) {
        var reader = BinaryReader(bytes)
        let error = #expect(throws: BinaryReaderError.self) { try reader.readUnsigned() }
        #expect(error?.code == code)
        #expect(error?.position == 0)
        #expect(reader.position == 0)
    }

    @Test func `a damaged count can't make anybody allocate`() {
        var writer = BinaryWriter()
        writer.writeUnsigned(.max)
        writer.writeFixed(UInt64(0))
        for read in [
            { (reader: inout BinaryReader) in _ = try reader.readCount(minimumElementSize: 1) },
            { (reader: inout BinaryReader) in _ = try reader.readBytes() },
            { (reader: inout BinaryReader) in _ = try reader.readText() },
        ] {
            var reader = BinaryReader(writer.bytes)
            let error = #expect(throws: BinaryReaderError.self) { try read(&reader) }
            #expect(error?.code == .countOutOfRange)
        }
        var reader = BinaryReader([3, 0, 0, 0])
        #expect(throws: BinaryReaderError.self) { try reader.readCount(minimumElementSize: 2) }
        reader = BinaryReader([3, 0, 0, 0])
        #expect(throws: BinaryReaderError.self) { try reader.readCount(minimumElementSize: 1, limit: 2) }
    }

    @Test func `what can't be true is refused`() {
        var reader = BinaryReader([2, 0xC3, 0x28])
        let text = #expect(throws: BinaryReaderError.self) { try reader.readText() }
        #expect(text?.code == .invalidText)
        reader = BinaryReader([7])
        let flag = #expect(throws: BinaryReaderError.self) { try reader.readFlag() }
        #expect(flag?.code == .invalidValue)
        reader = BinaryReader([1, 2])
        let version = #expect(throws: BinaryReaderError.self) { try reader.readVersion(2) }
        #expect(version?.code == .unsupportedVersion)
        let trailing = #expect(throws: BinaryReaderError.self) { try reader.finish() }
        #expect(trailing?.code == .trailingBytes)
        let fixed = #expect(throws: BinaryReaderError.self) { try reader.readFixed(Int32.self) }
        #expect(fixed?.code == .truncated)
    }
}
