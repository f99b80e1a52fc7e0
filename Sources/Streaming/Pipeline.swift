public import Commerce
public import Lake
public import Live
internal import Synchronization
public import TransactionLogs

/// The native engine: carries a log into a lake, exactly once, and tells the hub what happens.
///
/// It does so in attempts. An attempt that loses its log or its lake for a while (`isTransient` errors) is abandoned, and
/// after a wait the next one begins where the lake's last commit stands, just as a new process would after a crash: so that
/// a failure that passes, at whatever moment it comes, costs time and nothing else.
public final class Pipeline: Sendable {
    private struct State {
        var attempt: PipelineAttempt
        var isDraining = false
        var hasRun = false
        var attempts = 1
    }

    private let parts: PipelineParts
    private let settings: PipelineSettings
    private let start: Accounting
    private let state: Monitor<State>

    /// Takes possession of the lake, finishes what a killed pipeline left undone, and opens the log where the lake's last
    /// commit stands.
    ///
    /// - Parameters:
    ///   - fileSystem: where the lake lies, or shall lie.
    ///   - history: reads committed rows back, should the state file be lost.
    ///   - onEvent: is told when the pipeline has to wait and when it goes on, on threads of the pipeline's; it must not
    ///     block.
    ///   - makeIdentity: draws a UUID for each table of a new lake.
    /// - Throws: `PipelineError`, `TransactionLogError`, `FileSystemError`, `DeltaError`; also errors that pass: whether to
    ///   wait for the log and the lake before a first run is the caller's decision.
    public init(
        log: any TransactionLog, fileSystem: any FileSystem, settings: PipelineSettings, clock: any WallClock, hub: Hub,
        history: any TransactionHistory, onEvent: @escaping @Sendable (PipelineEvent) -> Void = { _ in },
        makeIdentity: @escaping @Sendable () -> String
    ) throws {
        precondition(settings.workers > 0 && settings.commitRows > 0 && settings.commitInterval > 0)
        self.settings = settings
        parts = PipelineParts(
            log: log, fileSystem: fileSystem, clock: clock, hub: hub, history: history, makeIdentity: makeIdentity,
            onEvent: onEvent)
        let attempt = try PipelineAttempt(parts, settings: settings, ends: nil)
        start = attempt.accounting
        state = Monitor(State(attempt: attempt))
    }

    /// Runs until the log's end (`untilEnd`) or until `drain`, and commits everything before it returns. A pipeline runs
    /// once.
    ///
    /// While the log or the lake can't be reached it waits, however long that takes. A drain ends the wait: the summary then
    /// counts what is known to be committed, and all else is read again by the next run.
    ///
    /// - Throws: what ended the pipeline before; all that was committed stays, all else is read again by the next run.
    public func run() throws -> RunSummary {
        var attempt = state.withLock { state in
            precondition(!state.hasRun, "a pipeline runs once")
            state.hasRun = true
            return state.attempt
        }
        defer { close() }
        var perseverance = Perseverance(settings.retry)
        while true {
            do {
                try attempt.run()
                attempt.publishLast(phase: .stopped, message: nil)
                break
            } catch {
                if attempt.hasCommitted { perseverance.succeeded() }
                guard let next = try attemptAgain(after: attempt, failedWith: error, &perseverance) else { break }
                attempt = next
            }
        }
        let total = attempt.accounting
        return RunSummary(accounting: total.since(start), total: total)
    }

    /// Asks a running pipeline to commit what it has taken in and to end; one that waits ends at once.
    public func drain() {
        let attempt = state.withLock { state in
            state.isDraining = true
            return state.attempt
        }
        attempt.drain()
    }

    /// Gives the lake back without running.
    public func close() {
        state.withLock { $0.attempt }.close()
    }

    /// Waits until another attempt has opened the log and the lake.
    ///
    /// - Returns: nil if the end was asked for meanwhile.
    /// - Throws: the failure, if it is none that passes.
    private func attemptAgain(
        after lost: PipelineAttempt, failedWith error: any Error, _ perseverance: inout Perseverance
    ) throws -> PipelineAttempt? {
        guard var delay = perseverance.delay(after: error) else {
            lost.publishLast(phase: .stopped, message: String(describing: error))
            throw error
        }
        var interruption = Interruption(error, since: parts.clock.now())
        // What was read and not committed is still shown; giving up its files may take a while when nobody answers.
        lost.publishLast(phase: .waiting, message: interruption.message)
        parts.onEvent(.interrupted(interruption.message))
        lost.close()
        while wait(seconds: delay, &interruption) {
            do {
                let attempt = try open(ends: lost.ends)
                parts.onEvent(.resumed)
                return attempt
            } catch {
                guard let next = perseverance.delay(after: error) else {
                    show(.stopped, message: String(describing: error))
                    throw error
                }
                interruption.cause = error
                delay = next
            }
        }
        show(.stopped, message: interruption.message)
        parts.onEvent(.abandoned(interruption.message))
        return nil
    }

    /// Waits for the next attempt.
    ///
    /// - Returns: false if there shall be none.
    private func wait(seconds: Double, _ interruption: inout Interruption) -> Bool {
        interruption.tryAgain(after: seconds, now: parts.clock.now())
        show(.waiting, message: interruption.message)
        parts.onEvent(.retrying(seconds: seconds))
        return state.wait(seconds: seconds) { $0.isDraining ? true : nil } == nil
    }

    private func open(ends: [Int32: Int64]?) throws -> PipelineAttempt {
        var settings = settings
        // Files of this attempt must not replace those of an earlier one, which a commit may name.
        settings.runIdentity += state.withLock { state in
            state.attempts += 1
            return "x\(state.attempts)"
        }
        let attempt = try PipelineAttempt(parts, settings: settings, ends: ends)
        let isDraining = state.withLock { state in
            state.attempt = attempt
            return state.isDraining
        }
        if isDraining { attempt.drain() }
        return attempt
    }

    /// Shows what there is to say between two attempts, over the figures of the last one.
    private func show(_ phase: PipelineSnapshot.Phase, message: String) {
        var snapshot = parts.hub.latest
        snapshot.pipeline.phase = phase
        snapshot.pipeline.message = message
        snapshot.pipeline.rate = 0
        parts.hub.publish(snapshot)
    }
}
