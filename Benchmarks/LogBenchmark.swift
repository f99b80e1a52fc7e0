internal import Foundation
internal import Marketplace
internal import System
internal import TransactionLogs

/// The embedded log alone: appending in batches with every fsync, and reading back with every checksum.
///
/// The baseline, in the same run, is the same number of bytes written to a plain file and synchronized once.
public struct LogBenchmark: Benchmark {
    /// The benchmark's name on the command line.
    public static let name = "log"
    /// What is measured.
    public static let summary =
        "appending to the embedded log and reading it, beside writing the same bytes to a plain file"

    private let directory: URL
    private let count: Int

    /// - Parameters:
    ///   - directory: where the log is made and removed again; on the disk that is to be measured.
    ///   - count: how many messages.
    public init(directory: String, count: Int = 2_000_000) {
        self.directory = URL(fileURLWithPath: directory)
        self.count = count
    }

    /// Appends, reads, and writes the plain file.
    public func run() throws -> BenchmarkReport {
        let root = directory.appendingPathComponent("souk-benchmark-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: root) }
        let path = root.appendingPathComponent("log").path
        var arena = MessageArena()
        var simulator = MarketplaceSimulator(SimulatorSettings(seed: 7, start: SimulatedLog.start))
        simulator.append(8_192, to: &arena)

        let appending = try Measurement.take { try append(arena, to: path) }
        let log = try EmbeddedLog(opening: path)
        let reading = try Measurement.take { _ = try SimulatedLog.drain(log) }
        let plain = try Measurement.take { try writePlainFile(arena, root.appendingPathComponent("plain").path) }
        var report = BenchmarkReport(benchmark: Self.name)
        report.add("messages", Double(count), "")
        report.add("plain file, one fsync", Double(count) / plain.seconds, "messages/s")
        report.add("append, fsync per 8192 messages", Double(count) / appending.seconds, "messages/s")
        report.add("share of the plain file", plain.seconds / appending.seconds, "×")
        report.add("read", Double(count) / reading.seconds, "messages/s")
        return report
    }

    private func append(_ arena: borrowing MessageArena, to path: String) throws {
        let writer = try EmbeddedLogWriter(
            opening: path, creating: EmbeddedLogLayout(identity: Array(repeating: 7, count: 16)))
        var batch = writer.makeBatch()
        var left = count
        while left > 0 {
            let step = min(left, arena.count)
            for index in 0..<step {
                try batch.append(
                    arena.message(at: index), to: arena.partition(at: index, of: writer.layout.partitions))
            }
            try writer.commit(try writer.append(batch))
            batch.removeAll()
            left -= step
        }
        try writer.close()
    }

    private func writePlainFile(_ arena: borrowing MessageArena, _ path: String) throws {
        let file = try FileDescriptor(opening: path, [.write, .create, .truncate])
        var left = count
        while left > 0 {
            let step = min(left, arena.count)
            try file.write(Array(arena.bytes.prefix(arena.ends[step - 1])))
            left -= step
        }
        try file.synchronize()
    }
}
