import Commerce
import Foundation
import Lake
import Live
import Streaming
import Testing
import TransactionLogs
import Windowing

struct PipelineTests {
    @Test func `a bounded run puts every message where it belongs`() throws {
        try withTemporaryLake { fileSystem in
            var market = Market(seed: 1)
            let log = MemoryLog(messages: market.messages(count: 20_000, partitions: 3))
            let hub = Hub()
            let summary = try run(log, fileSystem, hub: hub)
            #expect(summary.accounting.read == 20_000)
            #expect(summary.accounting.addsUp)
            #expect(summary.accounting.rejected > 0)
            #expect(hub.latest.transactions == summary.accounting.accepted)
            #expect(hub.latest.pipeline.phase == .stopped)
            let again = try run(log, fileSystem, hub: hub)
            #expect(again.accounting.read == 0)
            #expect(again.total.read == 20_000)
            #expect(hub.latest.transactions == summary.accounting.accepted)
        }
    }

    private func run(_ log: MemoryLog, _ fileSystem: any FileSystem, hub: Hub) throws -> RunSummary {
        var settings = PipelineSettings(windows: .standard, runIdentity: UUID().uuidString)
        settings.untilEnd = true
        settings.workers = 2
        settings.commitRows = 3_000
        let pipeline = try Pipeline(
            log: log, fileSystem: fileSystem, settings: settings, clock: TestClock(), hub: hub, history: NoHistory(),
            makeIdentity: { UUID().uuidString })
        return try pipeline.run()
    }
}

func withTemporaryLake<Result>(_ body: (LocalFileSystem) throws -> Result) throws -> Result {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("souk-lake-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: directory) }
    return try body(LocalFileSystem(root: directory.path))
}
