import Commerce
import Lake
import LakeTesting
import Live
import Testing
import TransactionLogs

@testable import Streaming

/// Where a new lake begins.
struct StartPositionTests {
    private static let count = 20

    private let log = MemoryLog(
        [0: (0..<count).map { Market.sale($0, at: Market.opening) }, 1: [Market.sale(99, at: Market.opening)]])

    private func run(
        _ start: StartPosition, _ fileSystem: any FileSystem, log: (any TransactionLog)? = nil
    ) throws -> RunSummary {
        var settings = Scenario.settings(run: "r\(UInt32.random(in: 0 ... .max))")
        settings.start = start
        return try Pipeline(
            log: log ?? self.log, fileSystem: fileSystem, settings: settings, clock: TestClock(), hub: Hub(),
            history: TableHistory(fileSystem: fileSystem)
        ) { "table" }.run()
    }

    private func append(_ count: Int, to partition: Int32) {
        log.append((0..<count).map { Market.sale(1_000 + $0, at: Market.opening).bytes }, to: partition)
    }

    @Test func `the latest start leaves out what the log holds, and a restart goes on there`() throws {
        let fileSystem = SimulatedFileSystem(seed: 1)
        let first = try run(.latest, fileSystem)
        #expect(first.accounting.read == 0 && first.total.commits == 1)
        append(3, to: 0)
        // Messages that came while nothing ran are read, also by a start that asks for the latest.
        #expect(try run(.latest, fileSystem).accounting.read == 3)
        let content = try LakeContent(of: fileSystem)
        #expect(Set(content.transactions.keys.map(\.offset)) == [20, 21, 22])
        // A partition that appears later is read from its beginning.
        append(2, to: 2)
        #expect(try run(.latest, fileSystem).accounting.read == 2)
        #expect(try run(.earliest, fileSystem).accounting == Accounting())
    }

    @Test func `a moment is where the messages of that time begin`() throws {
        log.setTimes((0..<Int64(Self.count)).map { 1_000 + 10 * $0 }, of: 0)
        log.setTimes([500], of: 1)
        let fileSystem = SimulatedFileSystem(seed: 1)
        #expect(try run(.time(Timestamp(microseconds: 1_151)), fileSystem).accounting.read == 4)
        let offsets = try LakeContent(of: fileSystem).transactions.keys.filter { $0.partition == 0 }.map(\.offset)
        #expect(Set(offsets) == [16, 17, 18, 19])
        // What retention has removed of that time can't be had; the lake begins behind it.
        log.removeMessages(of: 0, before: 18)
        let other = SimulatedFileSystem(seed: 1)
        #expect(try run(.time(Timestamp(microseconds: 1_000)), other).accounting.read == 2)
    }

    @Test func `a log without times says so`() throws {
        let error = #expect(throws: TransactionLogError.self) {
            try run(.time(Timestamp(microseconds: 0)), SimulatedFileSystem(seed: 1), log: UnreliableLog(log))
        }
        #expect(error?.code == .notPermitted)
        #expect(error?.description.contains("start at earliest or latest") == true)
    }

    @Test func `the power may fail at every operation of a start at the latest message`() throws {
        for operation in 0..<90 {
            let fileSystem = SimulatedFileSystem(seed: UInt64(operation))
            fileSystem.disk.arm(DiskFault(.crash, at: operation))
            var hasBegun = true
            do {
                _ = try run(.latest, fileSystem)
            } catch is PowerFailure {
                hasBegun = false
            }
            fileSystem.disk.disarm()
            fileSystem.reboot()
            let before = try log.offsets(of: 0).upperBound
            append(1, to: 0)
            _ = try run(.latest, fileSystem)
            let content = try LakeContent(of: fileSystem)
            // Either the first start is remembered, and the message after it was read; or there was none.
            let offsets = content.transactions.keys.map(\.offset)
            #expect(offsets == [before] || (!hasBegun && offsets.isEmpty), "the power failed at \(operation)")
        }
    }
}
