import Lake
import LakeTesting
import Testing

/// Delta tables on HDFS, whatever happens to whichever request.
@Suite struct DeltaOnHDFSTests {
    /// A table's life by one process: every commit is made once, and none is lost or taken for another one's.
    static func live(on lake: HDFSFileSystem, acknowledged: (Int64) -> Void) throws {
        let lock = try lake.lock("_souk/lock")
        defer { lock.unlock() }
        try lake.synchronize("t/_delta_log")
        try DeltaCrashTests.live(on: lake, acknowledged: acknowledged)
    }

    /// Lives again and again, as a pipeline that waits and restarts, until nothing goes wrong.
    static func liveOn(_ lake: HDFSFileSystem, acknowledged: (Int64) -> Void) throws {
        for _ in 0..<5 {
            do {
                return try live(on: lake, acknowledged: acknowledged)
            } catch let error as FileSystemError {
                guard error.isTransient else { throw error }
            }
        }
        Issue.record("the table does not come to an end")
    }

    static let requests: Int = {
        let cluster = SimulatedCluster()
        try? live(on: cluster.lake()) { _ in }
        return cluster.hdfs.requests.count
    }()

    @Test(arguments: [HDFSFault.Kind.lostRequest, .lostAnswer, .delayed, .halfway, .noConnection])
    func `every request may get lost, for a moment or for longer than anybody waits`(kind: HDFSFault.Kind) throws {
        #expect(Self.requests > 40)
        for request in 0..<Self.requests {
            for times in [1, 2, 60] {
                let cluster = SimulatedCluster(seed: UInt64(request))
                cluster.hdfs.arm(HDFSFault(kind, skipping: request, times: times))
                var acknowledged: Int64 = -1
                let lake = cluster.lake()
                try Self.liveOn(lake) { acknowledged = max(acknowledged, $0) }
                #expect(acknowledged == 5)
                cluster.hdfs.disarm()
                try DeltaCrashTests.check(lake, atLeast: 5)
                cluster.hdfs.deliverDelayed()
                try DeltaCrashTests.check(lake, atLeast: 5)
            }
        }
    }

    @Test func `delayed requests may arrive at any later moment`() throws {
        var generator = SeededGenerator(seed: 3)
        for round in 0..<300 {
            let cluster = SimulatedCluster(seed: UInt64(round))
            let hdfs = cluster.hdfs
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                hdfs.arm(
                    HDFSFault(
                        .delayed, skipping: .random(in: 0..<Self.requests, using: &generator),
                        times: .random(in: 1...3, using: &generator)))
            }
            for _ in 0..<20 {
                let moment = Duration.milliseconds(Int.random(in: 1...90_000, using: &generator))
                cluster.world.schedule(after: moment) { hdfs.deliverDelayed() }
            }
            let lake = cluster.lake()
            try Self.liveOn(lake) { _ in }
            hdfs.disarm()
            try DeltaCrashTests.check(lake, atLeast: 5)
        }
    }

    @Test func `the process may be killed at every request, and the next one goes on`() throws {
        for request in 0..<Self.requests {
            let cluster = SimulatedCluster(seed: UInt64(request))
            // A process that reaches nobody any more, while its last request may or may not have arrived, is as good as dead.
            cluster.hdfs.arm(HDFSFault(request.isMultiple(of: 2) ? .delayed : .lostAnswer, skipping: request))
            cluster.hdfs.arm(HDFSFault(.noConnection, skipping: request, times: 100_000))
            var acknowledged: Int64 = -1
            do {
                try Self.live(on: cluster.lake(process: 1)) { acknowledged = $0 }
            } catch is FileSystemError {}
            cluster.world.end(SimulatedMachine(cluster.world, process: 1).currentProcess())
            cluster.hdfs.disarm()
            let next = cluster.lake(process: 2)
            cluster.world.schedule(after: .milliseconds(Int(request % 7))) { [hdfs = cluster.hdfs] in
                hdfs.deliverDelayed()
            }
            let before = acknowledged
            try Self.live(on: next) { acknowledged = $0 }
            #expect(acknowledged == 5 && before <= 5)
            try DeltaCrashTests.check(next, atLeast: 5)
        }
    }

    @Test func `a killed process's commit that arrives after the next one has started comes to nothing`() throws {
        let cluster = SimulatedCluster()
        let old = cluster.lake(process: 1)
        let lock = try old.lock("_souk/lock")
        var table = try DeltaTable.create(
            on: old, directory: "t", metadata: DeltaTableTests.metadata, info: Samples.info())
        cluster.hdfs.arm(HDFSFault(.delayed, "RENAME"))
        cluster.hdfs.arm(HDFSFault(.noConnection, "GETFILESTATUS", skipping: 1, times: 1000))
        #expect(throws: FileSystemError.self) {
            try table.commit([DeltaTableTests.add("old")], info: Samples.info())
        }
        cluster.hdfs.disarm()
        cluster.world.end(SimulatedMachine(cluster.world, process: 1).currentProcess())
        let new = cluster.lake(process: 2)
        let newLock = try new.lock("_souk/lock")
        try new.synchronize("t/_delta_log")
        var reopened = try #require(try DeltaTable.open(on: new, directory: "t"))
        cluster.hdfs.deliverDelayed()
        let outcome = try reopened.commit([DeltaTableTests.add("new")], info: Samples.info())
        #expect(outcome == .committed(version: 1))
        newLock.unlock()
        lock.unlock()
    }

    @Test func `writers on two machines get different versions, though answers are lost`() throws {
        let cluster = SimulatedCluster(seed: 9)
        var generator = SeededGenerator(seed: 9)
        let lakes = [cluster.lake(host: "east"), cluster.lake(host: "west")]
        _ = try DeltaTable.create(
            on: lakes[0], directory: "t", metadata: DeltaTableTests.metadata, info: Samples.info())
        var tables = try lakes.map { try #require(try DeltaTable.open(on: $0, directory: "t")) }
        var committed: [Int64: String] = [:]
        for number in 0..<60 {
            let writer = Int.random(in: 0...1, using: &generator)
            if Bool.random(using: &generator) {
                cluster.hdfs.arm(HDFSFault(.lostAnswer, "RENAME"))
            }
            while true {
                let outcome = try tables[writer].commit([DeltaTableTests.add("\(number)")], info: Samples.info())
                guard case .committed(let version) = outcome else { continue }
                #expect(committed.updateValue("\(number)", forKey: version) == nil)
                break
            }
            cluster.hdfs.disarm()
        }
        let table = try #require(try DeltaTable.open(on: lakes[1], directory: "t"))
        #expect(table.version == 60)
        #expect(Set(table.snapshot.files.keys) == Set((0..<60).map(String.init)))
    }

    @Test func `the three tables of a lake hold what was written, and checkpoints are made`() throws {
        try withTemporaryDirectory { cache in
            let cluster = SimulatedCluster()
            let fileSystem = cluster.lake(cache: cache, adjust: { $0.retainedBytesMax = 4000 })
            var lake = try Samples.lake(on: fileSystem)
            var expected: [String] = []
            for number in Int64(0)..<12 {
                let rows = Samples.transactions(400, seed: UInt64(number))
                let file = try Samples.addTransactions(
                    rows, partition: 0, firstOffset: number * 400, unique: "x\(number)", on: fileSystem)
                _ = try lake.transactions.commit([.add(file)], info: Samples.info())
                _ = try lake.transactions.checkpointIfDue(now: Samples.now)
                expected += rows.enumerated().map { Samples.line(0, number * 400 + Int64($0.offset), $0.element) }
            }
            let reopened = try Samples.lake(on: cluster.lake(process: 2, cache: cache))
            #expect(reopened.transactions.checkpointVersion == 10)
            #expect(try Samples.lines(reopened) == expected.sorted())
        }
    }
}
