import Commerce
import Lake
import LakeTesting
import Streaming
import Windowing

/// A log and the way that it is carried into a lake, in small commits, as often as a test wants.
struct Scenario: Sendable {
    /// Windows of a minute; some of the market's late transactions come when they have been forgotten.
    static let windows: WindowSettings = {
        do {
            return try WindowSettings(
                size: 60_000_000, delay: 30_000_000, lateness: 600_000_000, idleTimeout: 30_000_000)
        } catch {
            preconditionFailure("\(error)")
        }
    }()

    let messages: [Int32: [Market.Message]]
    let commitRows: Int
    let log: MemoryLog

    init(seed: UInt64, count: Int, partitions: Int32, commitRows: Int) {
        var market = Market(seed: seed, step: 4_000_000)
        messages = market.draw(count: count, partitions: partitions)
        self.commitRows = commitRows
        log = MemoryLog(messages, recordsPerRead: 16)
    }

    /// The settings of one run.
    static func settings(run: String) -> PipelineSettings {
        var settings = PipelineSettings(windows: windows, runIdentity: run)
        settings.untilEnd = true
        return settings
    }

    /// What the lake must hold at the end.
    var expectation: LakeContent { LakeContent(of: messages, windows: Self.windows) }

    /// Makes the tables, with a checkpoint after every other commit.
    static func makeTables(on fileSystem: any FileSystem) throws {
        var number = 0
        _ = try TransactionLake.openOrCreate(
            on: fileSystem, now: 0, currency: .moroccanDirham, configuration: ["delta.checkpointInterval": "2"]
        ) {
            number += 1
            return "table \(number)"
        }
    }

    /// A pipeline that goes on where the lake stands.
    func pipeline(
        on fileSystem: any FileSystem, seed: UInt64, history: (any TransactionHistory)? = nil
    ) throws -> SteppedPipeline {
        try SteppedPipeline(
            log: log, fileSystem: fileSystem, settings: Self.settings(run: "r\(seed)"), history: history, seed: seed)
    }

    /// Runs a pipeline from where the lake stands to the log's end, or for some commits.
    func run(
        on fileSystem: any FileSystem, seed: UInt64, commits: Int = .max,
        history: (any TransactionHistory)? = nil
    ) throws {
        let pipeline = try pipeline(on: fileSystem, seed: seed, history: history)
        defer { pipeline.close() }
        try pipeline.run(commitRows: commitRows, commits: commits)
    }
}
