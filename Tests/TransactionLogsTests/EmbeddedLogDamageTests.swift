import Checksum
import System
import Testing

@testable import TransactionLogs

/// Bytes that are not what they were when they were acknowledged.
@Suite struct EmbeddedLogDamageTests {
    @Test func `any changed byte of a segment is found and nothing before it is lost`() throws {
        try withTemporaryDirectory { directory throws in
            let path = "\(directory)/log"
            let writer = try EmbeddedLogWriter(opening: path, creating: layout())
            try writer.write(messages(0..<12))
            try writer.close()
            let segment = "\(path)/partition-0/\(SegmentFormat.name(base: 0))"
            let intact = try Files.read(segment)
            let file = try FileDescriptor(opening: segment, .write)
            for index in intact.indices {
                try file.write([intact[index] ^ UInt8(1 << (index % 8))], at: Int64(index))
                var found: [ReadRecord] = []
                let error = try code {
                    let reader = try EmbeddedLog(opening: path).reader(of: 0, from: 0)
                    while try reader.read(limit: 100, { found += $0.copied() }) > 0 {}
                }
                #expect(error == .damaged, "byte \(index)")
                #expect(found == Array(records(0..<12).prefix(found.count)))
                #expect(try code { _ = try EmbeddedLogWriter(opening: path) } == .damaged, "byte \(index)")
                try file.write([intact[index]], at: Int64(index))
            }
            #expect(try EmbeddedLog(opening: path).reader(of: 0, from: 0).readAll() == records(0..<12))
        }
    }

    @Test func `damage names file and offset and position`() throws {
        try withTemporaryDirectory { directory throws in
            let path = "\(directory)/log"
            let writer = try EmbeddedLogWriter(opening: path, creating: layout())
            try writer.write([Array("one".utf8), Array("two".utf8), Array("three".utf8)])
            try writer.close()
            let segment = "\(path)/partition-0/\(SegmentFormat.name(base: 0))"
            // Header 32, the first record 11: the second one begins at 43.
            try FileDescriptor(opening: segment, .write).write([0xFF], at: 43 + 8)
            let reader = try EmbeddedLog(opening: path).reader(of: 0, from: 0)
            let error = #expect(throws: TransactionLogError.self) { _ = try reader.readAll() }
            #expect(error?.code == .damaged)
            #expect(error?.description.contains(segment) == true)
            #expect(error?.description.contains("offset 1 at position 43") == true)
        }
    }

    @Test func `damage is found again and not stepped over by asking again`() throws {
        try withTemporaryDirectory { directory throws in
            let path = "\(directory)/log"
            let writer = try EmbeddedLogWriter(opening: path, creating: layout())
            try writer.write(messages(0..<10))
            try writer.close()
            let segment = "\(path)/partition-0/\(SegmentFormat.name(base: 0))"
            let size = try FileDescriptor(opening: segment).attributes().size
            try FileDescriptor(opening: segment, .write).write([0xFF], at: size / 2)
            let log = try EmbeddedLog(opening: path)
            let reader = try log.reader(of: 0, from: 0)
            for _ in 0..<3 { #expect(try code { _ = try reader.readAll() } == .damaged) }
            let position = reader.position
            #expect(position > 0 && position < 10)
            #expect(try code { _ = try log.reader(of: 0, from: position + 1) } == .damaged)
        }
    }

    @Test func `a missing segment is damage in the middle`() throws {
        try withTemporaryDirectory { directory throws in
            let path = "\(directory)/log"
            let writer = try EmbeddedLogWriter(opening: path, creating: layout(segmentBytes: 4096))
            try writer.write(messages(0..<200))
            try writer.close()
            let bases = try SegmentListing.bases(in: "\(path)/partition-0")
            #expect(bases.count > 3)
            try Files.remove("\(path)/partition-0/\(SegmentFormat.name(base: bases[2]))")
            let log = try EmbeddedLog(opening: path)
            let reader = try log.reader(of: 0, from: 0)
            #expect(try code { _ = try reader.readAll() } == .damaged)
            #expect(reader.position == bases[2])
            #expect(try code { _ = try log.reader(of: 0, from: bases[2] + 1) } == .damaged)
            #expect(try log.reader(of: 0, from: bases[3]).readAll().count == 200 - Int(bases[3]))
        }
    }

    @Test func `limits that no log can have are damage, whatever their checksum says`() throws {
        let intact = layout().encoded()
        let impossible: [(position: Int, value: UInt32)] = [
            (8, 0), (8, 1025), (8, .max), (12, 0), (12, .max), (20, .max),
        ]
        for (position, value) in impossible {
            var bytes = Array(intact.dropLast(4))
            for index in 0..<4 { bytes[position + index] = UInt8(truncatingIfNeeded: value >> (8 * index)) }
            LittleEndian.append(CRC32C.checksum(bytes), to: &bytes)
            #expect(try code { _ = try EmbeddedLogLayout(decoding: bytes, path: "log") } == .damaged)
        }
    }
}
