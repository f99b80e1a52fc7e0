import Lake
import LakeTesting
import Testing

@testable import Streaming

/// Whatever happens to the disk or to the process at whatever operation, the next run makes the lake what an undisturbed run
/// makes it.
struct CrashTests {
    private static let scenario = Scenario(seed: 3, count: 150, partitions: 3, commitRows: 40)

    /// The tests divide the operations among each other, to run side by side.
    private static let shares = 2

    /// What an undisturbed run leaves, and how many operations it takes; the tables are made by it or are there already.
    private static func undisturbed(withTables: Bool = true) throws -> (content: LakeContent, operations: Int) {
        let fileSystem = SimulatedFileSystem(seed: 0)
        if withTables { try Scenario.makeTables(on: fileSystem) }
        try scenario.run(on: fileSystem, seed: 0)
        let operations = fileSystem.disk.operationCount
        return (try LakeContent(of: fileSystem), operations)
    }

    /// Runs once more and says whether the power failed.
    private static func run(on fileSystem: SimulatedFileSystem, seed: UInt64) throws -> Bool {
        do {
            try Scenario.makeTables(on: fileSystem)
            try scenario.run(on: fileSystem, seed: seed)
            return false
        } catch is PowerFailure {
            return true
        }
    }

    @Test func `an undisturbed run holds what the messages say`() throws {
        let (content, _) = try Self.undisturbed()
        let expectation = Self.scenario.expectation
        #expect(content == expectation)
        #expect(expectation.accounting.rejected > 0)
    }

    @Test(arguments: 0..<shares)
    func `the power may fail at every operation, and again while the next run recovers`(share: Int) throws {
        let (content, operations) = try Self.undisturbed()
        var generator = SeededGenerator(seed: UInt64(share))
        for operation in stride(from: share, to: operations, by: Self.shares) {
            let fileSystem = SimulatedFileSystem(seed: UInt64(operation))
            fileSystem.disk.arm(DiskFault(.crash, at: operation))
            #expect(try Self.run(on: fileSystem, seed: 0))
            fileSystem.reboot()
            let later = fileSystem.disk.operationCount + Int.random(in: 0..<80, using: &generator)
            fileSystem.disk.arm(DiskFault(.crash, at: later))
            if try Self.run(on: fileSystem, seed: 1) {
                fileSystem.reboot()
                #expect(try !Self.run(on: fileSystem, seed: 2))
            }
            fileSystem.reboot()
            #expect(try LakeContent(of: fileSystem) == content, "the power failed at \(operation)")
        }
    }

    @Test func `the power may fail while a lake is made`() throws {
        let (content, _) = try Self.undisturbed(withTables: false)
        for operation in 0..<50 {
            let fileSystem = SimulatedFileSystem(seed: UInt64(operation))
            fileSystem.disk.arm(DiskFault(.crash, at: operation))
            #expect(throws: PowerFailure.self) { try Self.scenario.run(on: fileSystem, seed: 0) }
            fileSystem.reboot()
            try Self.scenario.run(on: fileSystem, seed: 1)
            fileSystem.reboot()
            #expect(try LakeContent(of: fileSystem) == content, "the power failed at \(operation)")
        }
    }

    @Test(arguments: 0..<shares)
    func `a process may be killed at every operation, and the power fail in the next one`(share: Int) throws {
        let (content, operations) = try Self.undisturbed()
        var generator = SeededGenerator(seed: UInt64(share))
        for operation in stride(from: share, to: operations, by: Self.shares) {
            let fileSystem = SimulatedFileSystem(seed: UInt64(operation))
            fileSystem.disk.arm(DiskFault(.crash, at: operation))
            #expect(try Self.run(on: fileSystem, seed: 0))
            fileSystem.killProcess()
            if operation % 5 == 0 {
                let later = fileSystem.disk.operationCount + Int.random(in: 0..<80, using: &generator)
                fileSystem.disk.arm(DiskFault(.crash, at: later))
                if try Self.run(on: fileSystem, seed: 1) { fileSystem.reboot() }
                fileSystem.disk.disarm()
            }
            #expect(try !Self.run(on: fileSystem, seed: 2))
            #expect(try LakeContent.leftOvers(in: fileSystem) == [], "killed at \(operation)")
            #expect(try LakeContent(of: fileSystem) == content, "killed at \(operation)")
        }
    }

    @Test(arguments: 0..<shares)
    func `an operation that fails ends the run, and the next one completes it`(share: Int) throws {
        let (content, operations) = try Self.undisturbed()
        for operation in stride(from: share, to: operations, by: Self.shares) {
            let isLasting = operation % 4 < 2
            try fail(DiskFault(.inputOutput, at: operation, isLasting: isLasting), content)
            if operation % 5 == 0 { try fail(DiskFault(.noSpace, at: operation, isLasting: !isLasting), content) }
        }
    }

    private func fail(_ fault: DiskFault, _ content: LakeContent) throws {
        let fileSystem = SimulatedFileSystem(seed: UInt64(fault.operation))
        fileSystem.disk.arm(fault)
        do {
            #expect(try !Self.run(on: fileSystem, seed: 0))
            #expect(fileSystem.disk.faultCount == 0, "\(fault) was overlooked")
        } catch let error as FileSystemError {
            #expect(error.code == (fault.kind == .noSpace ? .noSpace : .inputOutput))
            #expect(error.systemCode != nil)
        }
        fileSystem.disk.disarm()
        // The run after a failure may come in the same process, in a new one, or after the power had failed as well.
        switch fault.operation % 3 {
        case 0: break
        case 1: fileSystem.killProcess()
        default: fileSystem.reboot()
        }
        #expect(try !Self.run(on: fileSystem, seed: 1))
        #expect(try LakeContent(of: fileSystem) == content, "\(fault)")
    }
}
