import Lake
import LakeTesting
import Testing

/// Whatever happens to the disk at whatever operation, a table is at the version before or after, and never broken.
@Suite struct DeltaCrashTests {
    /// A table's whole life in few steps; `acknowledged` is told each version that is said to be durable.
    static func live(on fileSystem: any FileSystem, acknowledged: (Int64) -> Void) throws {
        var table: DeltaTable
        if let known = try DeltaTable.open(on: fileSystem, directory: "t") {
            table = known
            try table.synchronize()
        } else {
            table = try DeltaTable.create(
                on: fileSystem, directory: "t", metadata: DeltaTableTests.metadata, info: Samples.info("CREATE TABLE"))
        }
        acknowledged(table.version)
        while table.version < 5 {
            let next = table.version + 1
            let outcome = try table.commit(
                [DeltaTableTests.add("\(next)"), .transaction(ApplicationTransaction(appId: "x", version: next))],
                info: Samples.info())
            #expect(outcome == .committed(version: next))
            acknowledged(next)
            if next.isMultiple(of: 2) { try table.writeCheckpoint(now: Samples.now) }
        }
    }

    /// What a table at a version holds: the files 1…version, and an application that is as far.
    static func check(_ fileSystem: any FileSystem, atLeast acknowledged: Int64?) throws {
        guard let table = try DeltaTable.open(on: fileSystem, directory: "t") else {
            #expect(acknowledged == nil, "a durable table is lost")
            return
        }
        #expect(table.version >= acknowledged ?? 0)
        #expect(table.version <= (acknowledged ?? -1) + 1)
        #expect(Set(table.snapshot.files.keys) == Set((0..<table.version).map { "\($0 + 1)" }))
        #expect(table.snapshot.transactionVersion(of: "x") == (table.version == 0 ? nil : table.version))
    }

    static let operations: Int = {
        let fileSystem = SimulatedFileSystem(seed: 0)
        try? live(on: fileSystem) { _ in }
        return fileSystem.disk.operationCount
    }()

    @Test func `the power may fail at every operation, and again while the table recovers`() throws {
        #expect(Self.operations > 60)
        var generator = SeededGenerator(seed: 5)
        for operation in 0..<Self.operations {
            for seed in 0..<10 {
                let fileSystem = SimulatedFileSystem(seed: UInt64(seed))
                var acknowledged: Int64?
                fileSystem.disk.arm(DiskFault(.crash, at: operation))
                for _ in 0..<3 {
                    do {
                        try Self.live(on: fileSystem) { acknowledged = $0 }
                    } catch is PowerFailure {}
                    fileSystem.reboot()
                    try Self.check(fileSystem, atLeast: acknowledged)
                    let later = fileSystem.disk.operationCount + Int.random(in: 0..<40, using: &generator)
                    fileSystem.disk.arm(DiskFault(.crash, at: later))
                }
                fileSystem.disk.disarm()
                try Self.live(on: fileSystem) { acknowledged = $0 }
                #expect(acknowledged == 5)
                try Self.check(fileSystem, atLeast: 5)
            }
        }
    }

    @Test(arguments: [DiskFault.Kind.inputOutput, .noSpace], [false, true])
    func `every operation may fail, once or for ever`(kind: DiskFault.Kind, isLasting: Bool) throws {
        for operation in 0..<Self.operations {
            let fileSystem = SimulatedFileSystem(seed: UInt64(operation))
            var acknowledged: Int64?
            fileSystem.disk.arm(DiskFault(kind, at: operation, isLasting: isLasting))
            do {
                try Self.live(on: fileSystem) { acknowledged = $0 }
            } catch let error as FileSystemError {
                #expect(error.code == (kind == .noSpace ? .noSpace : .inputOutput))
                #expect(error.systemCode != nil)
            }
            fileSystem.disk.disarm()
            if operation.isMultiple(of: 2) { fileSystem.reboot() } else { fileSystem.killProcess() }
            try Self.check(fileSystem, atLeast: acknowledged)
            try Self.live(on: fileSystem) { acknowledged = $0 }
            fileSystem.reboot()
            try Self.check(fileSystem, atLeast: 5)
        }
    }

    @Test func `a file that a commit names is there and whole, wherever the power failed`() throws {
        func commitFiles(on fileSystem: SimulatedFileSystem) throws {
            var lake = try Samples.lake(on: fileSystem)
            for number in Int64(0)..<3 {
                let rows = Samples.transactions(40, seed: UInt64(number))
                let file = try Samples.addTransactions(
                    rows, partition: 0, firstOffset: number * 40, unique: "x", on: fileSystem)
                _ = try lake.transactions.commit([.add(file)], info: Samples.info())
            }
        }
        let undisturbed = SimulatedFileSystem(seed: 0)
        try commitFiles(on: undisturbed)
        var named = 0
        for operation in 0..<undisturbed.disk.operationCount {
            for seed in 0..<3 {
                let fileSystem = SimulatedFileSystem(seed: UInt64(seed))
                fileSystem.disk.arm(DiskFault(.crash, at: operation))
                do { try commitFiles(on: fileSystem) } catch is PowerFailure {}
                fileSystem.reboot()
                let lake = try Samples.lake(on: fileSystem)
                for file in lake.transactions.snapshot.sortedFiles {
                    named += 1
                    #expect(try lake.transactions.damage(of: file) == nil)
                }
            }
        }
        #expect(named > 0)
    }

    @Test func `a process may be killed at every operation, and the power fail after the next one started`() throws {
        for operation in 0..<Self.operations {
            let fileSystem = SimulatedFileSystem(seed: UInt64(operation))
            var acknowledged: Int64?
            fileSystem.disk.arm(DiskFault(.crash, at: operation))
            do { try Self.live(on: fileSystem) { acknowledged = $0 } } catch is PowerFailure {}
            fileSystem.killProcess()
            // What the next process reads and builds upon has to be durable from then on.
            if let table = try DeltaTable.open(on: fileSystem, directory: "t") {
                try table.synchronize()
                acknowledged = table.version
            }
            fileSystem.reboot()
            try Self.check(fileSystem, atLeast: acknowledged)
        }
    }
}
