import Synchronization
import Testing
import TransactionLogs

/// What every log must do, whatever it is made of.
@Suite struct TransactionLogContractTests {
    typealias Kind = LogUnderTest.Kind

    @Test(arguments: Kind.available)
    func `an empty log has its partitions and no offsets`(kind: Kind) throws {
        try LogUnderTest.with(kind) { test in
            #expect(try test.log.partitions() == Array(0..<test.partitions))
            for partition in 0..<test.partitions {
                #expect(try test.log.offsets(of: partition) == 0..<0)
                let reader = try test.log.reader(of: partition, from: 0)
                #expect(try reader.read(limit: 10) { _ in Issue.record("nothing is there") } == 0)
                #expect(reader.position == 0)
            }
        }
    }

    @Test(arguments: Kind.available)
    func `messages come back in order with offsets from zero`(kind: Kind) throws {
        try LogUnderTest.with(kind) { test in
            try test.append(messages(0..<1000), 0)
            try test.append(messages(1000..<1500), 0)
            #expect(try test.log.offsets(of: 0) == 0..<1500)
            let reader = try test.log.reader(of: 0, from: 0)
            #expect(try test.readAll(reader) == records(0..<1500))
            #expect(reader.position == 1500)
        }
    }

    @Test(arguments: Kind.available)
    func `reading can start at every offset`(kind: Kind) throws {
        try LogUnderTest.with(kind) { test in
            try test.append(messages(0..<300), 0)
            for start in stride(from: 0, through: 300, by: kind.isRemote ? 25 : 1) {
                let reader = try test.log.reader(of: 0, from: Int64(start))
                #expect(reader.position == Int64(start))
                #expect(try test.readAll(reader) == records(start..<300, from: Int64(start)))
            }
        }
    }

    @Test(arguments: Kind.available)
    func `an offset beyond the end or a partition that is not there is refused`(kind: Kind) throws {
        try LogUnderTest.with(kind) { test in
            try test.append(messages(0..<5), 0)
            #expect(try code { _ = try test.log.reader(of: 0, from: 6) } == .offsetOutOfRange)
            #expect(try code { _ = try test.log.reader(of: 0, from: -1) } == .offsetOutOfRange)
            #expect(try code { _ = try test.log.reader(of: test.partitions, from: 0) } == .offsetOutOfRange)
            #expect(try code { _ = try test.log.offsets(of: -1) } == .offsetOutOfRange)
        }
    }

    @Test(arguments: Kind.available)
    func `a partition can be read again after its reader was closed`(kind: Kind) throws {
        try LogUnderTest.with(kind) { test in
            try test.append(messages(0..<50), 0)
            for start in [0, 20, 20, 50, 7] {
                let reader = try test.log.reader(of: 0, from: Int64(start))
                #expect(try test.readAll(reader) == records(start..<50, from: Int64(start)))
                reader.close()
            }
        }
    }

    @Test(arguments: Kind.available)
    func `a reader at the end goes on when more comes`(kind: Kind) throws {
        try LogUnderTest.with(kind) { test in
            let reader = try test.log.reader(of: 0, from: 0)
            for round in 0..<50 {
                try test.append(messages(round * 20..<round * 20 + 20), 0)
                #expect(try test.readAll(reader) == records(round * 20..<round * 20 + 20, from: Int64(round * 20)))
            }
        }
    }

    @Test(arguments: Kind.available)
    func `no more than the limit is handed over and nothing is handed over twice`(kind: Kind) throws {
        try LogUnderTest.with(kind) { test in
            try test.append(messages(0..<200), 0)
            let reader = try test.log.reader(of: 0, from: 0)
            var all: [ReadRecord] = []
            for limit in [1, 2, 3, 7, 0, 50] + Array(repeating: 1000, count: 10) {
                var batch: [ReadRecord] = []
                let count = try reader.read(limit: limit) { batch = $0.copied() }
                #expect(count == batch.count && count <= limit)
                all += batch
            }
            #expect(try all + test.readAll(reader) == records(0..<200))
        }
    }

    @Test(arguments: Kind.available)
    func `a reader stays where it is when its caller fails`(kind: Kind) throws {
        struct Failure: Error {}
        try LogUnderTest.with(kind) { test in
            try test.append(messages(0..<100), 0)
            let reader = try test.log.reader(of: 0, from: 10)
            #expect(try test.log.waitForRecords(beyond: [0: 10], timeout: .seconds(30)))
            #expect(throws: Failure.self) { try reader.read(limit: 5) { _ in throw Failure() } }
            #expect(reader.position == 10)
            #expect(try test.readAll(reader) == records(10..<100, from: 10))
        }
    }

    @Test(arguments: Kind.available)
    func `readers don't disturb each other`(kind: Kind) throws {
        try LogUnderTest.with(kind) { test in
            try test.append(messages(0..<100), 0)
            let readers = try (0..<4).map { try test.log.reader(of: 0, from: Int64($0 * 10)) }
            var found = readers.map { _ in [ReadRecord]() }
            for _ in 0..<200 {
                for (index, reader) in readers.enumerated() {
                    _ = try reader.read(limit: index + 1) { found[index] += $0.copied() }
                }
            }
            for (index, reader) in readers.enumerated() { found[index] += try test.readAll(reader) }
            for (index, records) in found.enumerated() {
                #expect(records == TransactionLogsTests.records(index * 10..<100, from: Int64(index * 10)))
            }
        }
    }

    @Test(arguments: Kind.available)
    func `a closed reader reads nothing`(kind: Kind) throws {
        try LogUnderTest.with(kind) { test in
            try test.append(messages(0..<10), 0)
            let reader = try test.log.reader(of: 0, from: 0)
            reader.close()
            #expect(try reader.read(limit: 10) { _ in } == 0)
        }
    }

    @Test(arguments: Kind.available)
    func `empty messages and bytes of every value are kept`(kind: Kind) throws {
        try LogUnderTest.with(kind) { test in
            let payloads: [[UInt8]] = [[], (0...255).filter { $0 != 10 }, [], [13], Array(repeating: 0, count: 70_000)]
            try test.append(payloads, 0)
            #expect(try test.readAll(test.log.reader(of: 0, from: 0)).map(\.payload) == payloads)
        }
    }

    @Test(arguments: Kind.available)
    func `messages larger than the buffer are read whole`(kind: Kind) throws {
        try LogUnderTest.with(kind) { test in
            let large = [UInt8](repeating: 120, count: 3 << 20)
            try test.append(messages(0..<3) + [large] + messages(3..<6), 0)
            let payloads = try test.readAll(test.log.reader(of: 0, from: 0)).map(\.payload)
            #expect(payloads == messages(0..<3) + [large] + messages(3..<6))
        }
    }

    @Test(arguments: Kind.available)
    func `waiting ends at once when something is there and in time when nothing comes`(kind: Kind) throws {
        try LogUnderTest.with(kind) { test in
            #expect(try !test.log.waitForRecords(beyond: [0: 0], timeout: .zero))
            #expect(try !test.log.waitForRecords(beyond: [0: 0], timeout: .milliseconds(5)))
            try test.append(messages(0..<5), 0)
            #expect(try test.log.waitForRecords(beyond: [0: 0], timeout: .seconds(60)))
            #expect(try test.log.waitForRecords(beyond: [0: 4], timeout: .seconds(60)))
            #expect(try !test.log.waitForRecords(beyond: [0: 5], timeout: .milliseconds(5)))
            #expect(try !test.log.waitForRecords(beyond: [:], timeout: .milliseconds(5)))
        }
    }

    @Test(.timeLimit(.minutes(1)), arguments: Kind.available)
    func `a wait is ended by a message that comes meanwhile`(kind: Kind) throws {
        try LogUnderTest.with(kind) { test in
            let log = test.log
            for round in 0..<20 {
                let answer = Mutex<Bool?>(nil)
                let waiter = BackgroundThread {
                    let isThere = try? log.waitForRecords(beyond: [0: Int64(round)], timeout: .seconds(50))
                    answer.withLock { $0 = isThere }
                }
                try test.append(messages(round..<round + 1), 0)
                waiter.join()
                #expect(answer.withLock { $0 } == true)
            }
        }
    }
}
