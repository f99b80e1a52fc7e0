internal import Commerce
internal import Foundation
internal import Lake
internal import Live
internal import Streaming
internal import System
internal import TransactionLogs
internal import Windowing

/// The whole flow on one machine: an embedded log of simulated sales → windows and Delta tables, with every fsync.
///
/// The baseline, in the same run, is the same log read to its end with its checksums checked and nothing else done.
public struct PipelineBenchmark: Benchmark {
    /// The benchmark's name on the command line.
    public static let name = "pipeline"
    /// What is measured.
    public static let summary =
        "embedded log to windows and Delta tables, exactly once, beside a bare read of the same log"

    private let directory: URL
    private let count: Int
    private let workers: Int

    /// - Parameters:
    ///   - directory: where the log and the lake are made and removed again; on the disk that is to be measured.
    ///   - count: how many messages.
    ///   - workers: how many threads decode.
    public init(directory: String, count: Int = 3_000_000, workers: Int = 2) {
        self.directory = URL(fileURLWithPath: directory)
        self.count = count
        self.workers = workers
    }

    /// Fills a log, reads it bare, carries it into a lake, and measures both.
    public func run() throws -> BenchmarkReport {
        let files = FileManager.default
        let root = directory.appendingPathComponent("souk-benchmark-\(UUID().uuidString)")
        try files.createDirectory(at: root, withIntermediateDirectories: true)
        defer { try? files.removeItem(at: root) }
        try SimulatedLog.fill(root.appendingPathComponent("log").path, count: count)
        let log = try EmbeddedLog(opening: root.appendingPathComponent("log").path)

        let bare = try Measurement.take { _ = try SimulatedLog.drain(log) }
        let job = try Measurement.take { try carry(log, to: root.appendingPathComponent("lake").path) }
        var report = BenchmarkReport(benchmark: Self.name)
        report.add("messages", Double(count), "")
        report.add("worker threads", Double(workers), "")
        report.add("bare read of the log", Double(count) / bare.seconds, "messages/s")
        report.add("log to windows and Delta", Double(count) / job.seconds, "messages/s")
        report.add("share of the bare read", bare.seconds / job.seconds, "×")
        report.add("processor time", job.processorSeconds / Double(count) * 1e6, "s per million messages")
        report.add("peak memory", Double(ProcessResources.current().peakResidentBytes) / 1_048_576, "MiB")
        return report
    }

    private func carry(_ log: EmbeddedLog, to path: String) throws {
        var settings = PipelineSettings(windows: .standard, runIdentity: "benchmark")
        settings.untilEnd = true
        settings.workers = workers
        let pipeline = try Pipeline(
            log: log, fileSystem: LocalFileSystem(root: path), settings: settings, clock: MachineClock(), hub: Hub(),
            history: UnneededHistory(), makeIdentity: { UUID().uuidString.lowercased() })
        let summary = try pipeline.run()
        precondition(summary.accounting.read == Int64(count) && summary.accounting.addsUp)
    }

    private struct UnneededHistory: TransactionHistory {
        func replay(_ body: (Int32, Int64, Transaction) throws -> Void) throws {
            preconditionFailure("a lake of this run has its state")
        }

        func differences(
            in windows: StaleWindows, cancellation: Cancellation, _ body: (Windowing.WindowRow) throws -> Void
        ) throws {
            preconditionFailure("the simulator's sales are in order, so that no window is stale")
        }
    }
}
