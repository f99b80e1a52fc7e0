import Lake
import LakeTesting
import Testing

@testable import Streaming

/// Whatever happens to the disk or to the process at whatever operation, the next run makes the lake what an undisturbed run
/// makes it.
struct CrashTests {
    private static let scenario = Scenario(seed: 3, count: 360, partitions: 3, commitRows: 60)

    /// How the tests share the operations among each other, to run side by side.
    private static let shares = 4

    /// What an undisturbed run leaves, and how many operations it takes.
    private static func undisturbed() throws -> (content: LakeContent, operations: Int) {
        let fileSystem = SimulatedFileSystem(seed: 0)
        try Scenario.makeTables(on: fileSystem)
        try scenario.run(on: fileSystem, seed: 0)
        let operations = fileSystem.disk.operationCount
        return (try LakeContent(of: fileSystem), operations)
    }

    @Test func `an undisturbed run holds what the messages say`() throws {
        let (content, operations) = try Self.undisturbed()
        let expectation = Self.scenario.expectation
        #expect(content.transactions == expectation.transactions)
        #expect(content.windows == expectation.windows)
        #expect(content.accounting.read == expectation.accounting.read)
        #expect(content.accounting.windowed == expectation.accounting.windowed)
        #expect(content.accounting.tooLate == expectation.accounting.tooLate)
        #expect(content.accounting.windowsClosed == expectation.accounting.windowsClosed)
        #expect(content.accounting.rejected == expectation.accounting.rejected)
        #expect(expectation.accounting.tooLate > 0 && expectation.accounting.rejected > 0)
        print("operations", operations)
    }

    @Test(arguments: 0..<shares)
    func `the power may fail at every operation, and again while the next run recovers`(share: Int) throws {
        let (content, operations) = try Self.undisturbed()
        var generator = SeededGenerator(seed: UInt64(share))
        for operation in stride(from: share, to: operations, by: Self.shares) {
            let fileSystem = SimulatedFileSystem(seed: UInt64(operation))
            fileSystem.disk.arm(DiskFault(.crash, at: operation))
            do {
                try Scenario.makeTables(on: fileSystem)
                try Self.scenario.run(on: fileSystem, seed: 0)
                Issue.record("the power did not fail at \(operation)")
            } catch is PowerFailure {}
            fileSystem.reboot()
            let later = fileSystem.disk.operationCount + Int.random(in: 0..<80, using: &generator)
            fileSystem.disk.arm(DiskFault(.crash, at: later))
            do {
                try Self.scenario.run(on: fileSystem, seed: 1)
            } catch is PowerFailure {
                fileSystem.reboot()
                try Self.scenario.run(on: fileSystem, seed: 2)
            }
            fileSystem.reboot()
            #expect(try LakeContent(of: fileSystem) == content, "the power failed at \(operation)")
        }
    }
}
