import System
import Testing

@testable import TransactionLogs

/// What a writer finds when the one before it ended in the middle of something.
@Suite struct EmbeddedLogRecoveryTests {
    private let segment = "partition-0/00000000000000000000.log"

    /// A log with `count` acknowledged messages, closed.
    private func makeLog(_ path: String, count: Int, segmentBytes: Int = 1 << 20) throws {
        let writer = try EmbeddedLogWriter(opening: path, creating: layout(segmentBytes: segmentBytes))
        try writer.write(messages(0..<count))
        try writer.close()
    }

    /// The bytes that messages have in a segment.
    private func encoded(_ messages: [[UInt8]]) -> [UInt8] {
        var bytes: [UInt8] = []
        for message in messages { RecordFormat.append(unsafe message.span.bytes, to: &bytes) }
        return bytes
    }

    private func appendToFile(_ path: String, _ bytes: [UInt8]) throws {
        let file = try FileDescriptor(opening: path, .write)
        try file.write(bytes, at: file.attributes().size)
    }

    @Test func `a record torn at any of its bytes is cut off and the offsets go on`() throws {
        try withTemporaryDirectory { directory throws in
            let path = "\(directory)/log"
            let torn = encoded(messages(20..<21))
            try makeLog(path, count: 20)
            var count = 20
            for length in 0..<torn.count {
                try appendToFile("\(path)/\(segment)", Array(torn[..<length]))
                let log = try EmbeddedLog(opening: path)
                #expect(try log.reader(of: 0, from: 0).readAll() == records(0..<count))
                let writer = try EmbeddedLogWriter(opening: path)
                try writer.write(messages(count..<count + 1))
                try writer.close()
                count += 1
                #expect(try log.reader(of: 0, from: 0).readAll() == records(0..<count))
            }
        }
    }

    @Test func `a torn record with any byte changed is cut off`() throws {
        try withTemporaryDirectory { directory throws in
            let path = "\(directory)/log"
            try makeLog(path, count: 3)
            let whole = encoded(messages(3..<4))
            for index in whole.indices {
                var bytes = whole
                bytes[index] ^= 0x10
                try appendToFile("\(path)/\(segment)", bytes)
                try EmbeddedLogWriter(opening: path).close()
                #expect(try EmbeddedLog(opening: path).offsets(of: 0) == 0..<3)
            }
        }
    }

    @Test func `whole records behind the mark are invisible until a writer takes them over`() throws {
        try withTemporaryDirectory { directory throws in
            let path = "\(directory)/log"
            try makeLog(path, count: 10)
            try appendToFile("\(path)/\(segment)", encoded(messages(10..<15)) + [1, 2, 3])
            let log = try EmbeddedLog(opening: path)
            #expect(try log.reader(of: 0, from: 0).readAll() == records(0..<10))
            try EmbeddedLogWriter(opening: path).close()
            #expect(try log.reader(of: 0, from: 0).readAll() == records(0..<15))
        }
    }

    @Test func `segments that were begun and never acknowledged go`() throws {
        try withTemporaryDirectory { directory throws in
            let path = "\(directory)/log"
            try makeLog(path, count: 10)
            let stray = try FileDescriptor(
                opening: "\(path)/partition-0/\(SegmentFormat.name(base: 99))", [.write, .create])
            try stray.write(SegmentFormat.header(partition: 0, base: 99), at: 0)
            let halfBegun = try FileDescriptor(
                opening: "\(path)/partition-0/\(SegmentFormat.name(base: 10))", [.write, .create])
            try halfBegun.write([1, 2, 3], at: 0)
            let writer = try EmbeddedLogWriter(opening: path)
            #expect(try SegmentListing.bases(in: "\(path)/partition-0") == [0])
            try writer.write(messages(10..<12))
            try writer.close()
            #expect(try EmbeddedLog(opening: path).reader(of: 0, from: 0).readAll() == records(0..<12))
        }
    }

    @Test func `a segment that was filled and the next one are taken over`() throws {
        try withTemporaryDirectory { directory throws in
            let path = "\(directory)/log"
            try makeLog(path, count: 10)
            try appendToFile("\(path)/\(segment)", encoded(messages(10..<12)))
            let next = try FileDescriptor(
                opening: "\(path)/partition-0/\(SegmentFormat.name(base: 12))", [.write, .create])
            try next.write(SegmentFormat.header(partition: 0, base: 12) + encoded(messages(12..<14)) + [7], at: 0)
            try EmbeddedLogWriter(opening: path).close()
            #expect(try EmbeddedLog(opening: path).reader(of: 0, from: 0).readAll() == records(0..<14))
        }
    }

    @Test func `a lost acknowledged record is damage and not a torn write`() throws {
        try withTemporaryDirectory { directory throws in
            let path = "\(directory)/log"
            try makeLog(path, count: 10)
            let file = try FileDescriptor(opening: "\(path)/\(segment)", .write)
            try file.truncate(to: file.attributes().size - 1)
            #expect(try code { _ = try EmbeddedLogWriter(opening: path) } == .damaged)
            let reader = try EmbeddedLog(opening: path).reader(of: 0, from: 0)
            #expect(try code { _ = try reader.readAll() } == .damaged)
            #expect(reader.position == 9)
        }
    }

    @Test func `one place of the mark may be lost`() throws {
        for slot in 0..<2 {
            try withTemporaryDirectory { directory throws in
                let path = "\(directory)/log"
                try makeLog(path, count: 10)
                let file = try FileDescriptor(opening: "\(path)/committed", .write)
                try file.write([UInt8](repeating: 0xAA, count: 100), at: Int64(slot * 4096))
                #expect(try EmbeddedLog(opening: path).reader(of: 0, from: 0).readAll() == records(0..<10))
                let writer = try EmbeddedLogWriter(opening: path)
                try writer.write(messages(10..<20))
                try writer.close()
                #expect(try EmbeddedLog(opening: path).reader(of: 0, from: 0).readAll() == records(0..<20))
            }
        }
    }

    @Test func `a log without an intact mark or description is not opened`() throws {
        for name in ["committed", "log"] {
            try withTemporaryDirectory { directory throws in
                let path = "\(directory)/log"
                try makeLog(path, count: 10)
                let file = try FileDescriptor(opening: "\(path)/\(name)", .write)
                try file.write([UInt8](repeating: 0xAA, count: Int(file.attributes().size)), at: 0)
                #expect(try code { _ = try EmbeddedLog(opening: path) } == .damaged)
                #expect(try code { _ = try EmbeddedLogWriter(opening: path) } == .damaged)
            }
        }
    }

    @Test func `a creation that was interrupted begins again`() throws {
        try withTemporaryDirectory { directory throws in
            let path = "\(directory)/log"
            try makeLog(path, count: 10)
            try Files.remove("\(path)/log")
            #expect(try code { _ = try EmbeddedLog(opening: path) } == .missing)
            try makeLog(path, count: 3)
            #expect(try EmbeddedLog(opening: path).reader(of: 0, from: 0).readAll() == records(0..<3))
        }
    }

    @Test func `a missing or damaged index costs time and nothing else`() throws {
        try withTemporaryDirectory { directory throws in
            let path = "\(directory)/log"
            let large = (0..<40).map { [UInt8](repeating: UInt8($0), count: 100_000) }
            let writer = try EmbeddedLogWriter(opening: path, creating: layout(segmentBytes: 16 << 20))
            try writer.write(large)
            try writer.close()
            let index = "\(path)/partition-0/\(SegmentFormat.name(base: 0, extension: "index"))"
            let intact = try Files.read(index)
            #expect(intact.count >= 10 * SegmentIndex.entryBytes)
            let log = try EmbeddedLog(opening: path)
            func check() throws {
                for start in stride(from: Int64(0), through: 40, by: 3) {
                    let payloads = try log.reader(of: 0, from: start).readAll().map(\.payload)
                    #expect(payloads == Array(large[Int(start)...]))
                }
            }
            try check()
            var damaged = intact
            damaged[SegmentIndex.entryBytes * 3 + 5] ^= 1
            try FileDescriptor(opening: index, .write).write(damaged, at: 0)
            try check()
            try Files.remove(index)
            try check()
            try EmbeddedLogWriter(opening: path).close()
            #expect(try Files.read(index) == intact)
        }
    }
}
