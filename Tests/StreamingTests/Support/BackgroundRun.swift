import Commerce
import Lake
import Live
import Testing
import TransactionLogs

@testable import Streaming

/// A pipeline that runs on a thread of its own while a test looks at its hub.
final class BackgroundRun {
    /// What is said when the hub does not show in time what a test waits for.
    struct TimeOut: Error {}

    let pipeline: Pipeline
    private let thread: WorkerThread
    private let outcome = Monitor<Result<RunSummary, any Error>?>(nil)
    private let latest = Monitor(MarketSnapshot())
    private let subscription: Hub.Subscription

    /// Starts a pipeline that follows its log.
    init(
        log: any TransactionLog, fileSystem: any FileSystem, clock: any WallClock = TestClock(), hub: Hub = Hub(),
        history: (any TransactionHistory)? = nil, events: EventRecord = EventRecord(),
        _ configure: (inout PipelineSettings) -> Void = { _ in }
    ) throws {
        var settings = Scenario.settings(run: "b\(UInt32.random(in: 0 ... .max))")
        settings.untilEnd = false
        settings.workers = 2
        configure(&settings)
        let pipeline = try Pipeline(
            log: log, fileSystem: fileSystem, settings: settings, clock: clock, hub: hub,
            history: history ?? TableHistory(fileSystem: fileSystem),
            onEvent: events.note
        ) { "table" }
        self.pipeline = pipeline
        subscription = hub.subscribe { [latest] snapshot in latest.withLock { $0 = snapshot } }
        thread = WorkerThread(name: "test-run") { [outcome] in
            let result = Result { try pipeline.run() }
            outcome.withLock { $0 = result }
        }
    }

    deinit {
        pipeline.drain()
        thread.join()
        subscription.cancel()
    }

    /// Waits until the hub shows something; a pipeline publishes four times a second.
    func wait(until isShown: (MarketSnapshot) -> Bool) throws -> MarketSnapshot {
        guard let snapshot = latest.wait(seconds: 60, { isShown($0) ? $0 : nil }) else { throw TimeOut() }
        return snapshot
    }

    /// Waits for the end.
    func finish() throws -> RunSummary {
        guard let result = outcome.wait(seconds: 60, { $0 }) else { throw TimeOut() }
        return try result.get()
    }

    /// Asks for the end and waits for it.
    func drain() throws -> RunSummary {
        pipeline.drain()
        return try finish()
    }
}
