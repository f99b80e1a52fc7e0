import System
import Testing

@testable import TransactionLogs

@Suite struct RetentionTests {
    private typealias Segment = RetentionPolicy.Segment

    @Test func `nothing expires without limits`() {
        let segments = [Segment(base: 0, bytes: 10, modified: 0), Segment(base: 5, bytes: 10, modified: 1)]
        #expect(RetentionPolicy().expired([segments], now: .max) == [0])
    }

    @Test func `segments older than the age go and the last one stays`() {
        let segments = (0..<4).map { Segment(base: Int64($0), bytes: 10, modified: Int64($0) * 1_000_000) }
        let policy = RetentionPolicy(maximumAge: .seconds(10))
        #expect(policy.expired([segments], now: 11_000_000) == [1])
        #expect(policy.expired([segments], now: 10_000_000) == [0])
        #expect(policy.expired([segments], now: 1_000_000_000) == [3])
    }

    @Test func `the oldest of all partitions go until the size is right`() {
        let first = [1, 4, 9].map { Segment(base: $0, bytes: 100, modified: $0) }
        let second = [2, 3, 8].map { Segment(base: $0, bytes: 100, modified: $0) }
        #expect(RetentionPolicy(maximumBytes: 600).expired([first, second], now: 0) == [0, 0])
        #expect(RetentionPolicy(maximumBytes: 599).expired([first, second], now: 0) == [1, 0])
        #expect(RetentionPolicy(maximumBytes: 300).expired([first, second], now: 0) == [1, 2])
        #expect(RetentionPolicy(maximumBytes: 0).expired([first, second], now: 0) == [2, 2])
    }

    @Test func `readers are told where the log begins now`() throws {
        try withTemporaryDirectory { directory throws in
            let path = "\(directory)/log"
            let writer = try EmbeddedLogWriter(opening: path, creating: layout(segmentBytes: 4096))
            try writer.write(messages(0..<300))
            let log = try EmbeddedLog(opening: path)
            let early = try log.reader(of: 0, from: 0)
            let late = try log.reader(of: 0, from: 299)
            let bases = try SegmentListing.bases(in: "\(path)/partition-0")
            let deleted = try writer.apply(RetentionPolicy(maximumBytes: 8000), now: 0)
            #expect(deleted == bases.count - 1 || deleted == bases.count - 2)
            let begin = bases[deleted]
            #expect(try log.offsets(of: 0) == begin..<300)
            let error = #expect(throws: TransactionLogError.self) { _ = try log.reader(of: 0, from: begin - 1) }
            #expect(error?.code == .offsetOutOfRange)
            #expect(error?.description.contains("begins at offset \(begin)") == true)
            #expect(try code { _ = try early.readAll() } == .offsetOutOfRange)
            // The segment that it had open is read to its end all the same.
            #expect(early.position == bases[1])
            #expect(try late.readAll() == records(299..<300, from: 299))
            #expect(try log.reader(of: 0, from: begin).readAll() == records(Int(begin)..<300, from: begin))
            try writer.write(messages(300..<310))
            try writer.close()
            #expect(try log.reader(of: 0, from: 300).readAll() == records(300..<310, from: 300))
        }
    }

    @Test func `age counts from the last write to a segment`() throws {
        try withTemporaryDirectory { directory throws in
            let path = "\(directory)/log"
            let writer = try EmbeddedLogWriter(opening: path, creating: layout(segmentBytes: 4096))
            try writer.write(messages(0..<300))
            let bases = try SegmentListing.bases(in: "\(path)/partition-0")
            for (number, base) in bases.enumerated() {
                try Files.setModified(
                    "\(path)/partition-0/\(SegmentFormat.name(base: base))", to: Int64(number) * 60_000_000)
            }
            let now = Int64(bases.count) * 60_000_000
            #expect(try writer.apply(RetentionPolicy(maximumAge: .seconds(60 * (bases.count - 2))), now: now) == 2)
            #expect(try EmbeddedLog(opening: path).offsets(of: 0) == bases[2]..<300)
            try writer.close()
        }
    }
}
