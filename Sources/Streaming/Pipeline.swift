public import Commerce
public import Lake
public import Live
internal import Synchronization
public import TransactionLogs
public import Windowing

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

    /// How long the end may be held up by monitors of lag.
    private static let acknowledgementPatience = Duration.seconds(2)

    private let parts: PipelineParts
    private let settings: PipelineSettings
    /// The lake's account when this pipeline was opened.
    public let start: Accounting
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
        let attempt = try PipelineAttempt(parts, settings: settings, bounds: nil)
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
                attempt.publishNow()
                show(.stopped, message: nil)
                parts.log.settleAcknowledgements(within: Self.acknowledgementPatience)
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

    /// The windows that have not closed by category, as of the last commit: newest first, each with the highest revenue first.
    ///
    /// - Parameter limit: the most rows.
    public func openWindows(limit: Int) -> [Windowing.WindowRow] {
        state.withLock { $0.attempt }.openWindows(limit: limit)
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
        // What was read and not committed is still shown; giving up its files may take a while when nobody answers.
        lost.publishNow()
        var failure = error
        var interruption: Interruption?
        while true {
            switch perseverance.verdict(on: failure) {
            case .giveUp:
                show(.stopped, message: String(describing: failure))
                throw failure
            case .open:
                lost.close()
            case .wait(let seconds):
                guard wait(seconds: seconds, after: failure, &interruption, lost) else { return nil }
            }
            do {
                let attempt = try open(lost.bounds)
                if interruption != nil { parts.onEvent(.resumed) }
                return attempt
            } catch {
                failure = error
            }
        }
    }

    /// Waits for the next attempt, and tells of it.
    ///
    /// - Returns: false if there shall be none.
    private func wait(
        seconds: Double, after failure: any Error, _ interruption: inout Interruption?, _ lost: PipelineAttempt
    ) -> Bool {
        let isFirst = interruption == nil
        var current = interruption ?? Interruption(failure, since: parts.clock.now())
        current.cause = failure
        current.tryAgain(after: seconds, now: parts.clock.now())
        interruption = current
        show(.waiting, message: current.message)
        if isFirst { parts.onEvent(.interrupted(current.message)) }
        parts.onEvent(.retrying(seconds: seconds))
        lost.close()
        guard state.wait(seconds: seconds, { $0.isDraining ? true : nil }) != nil else { return true }
        show(.stopped, message: current.message)
        parts.onEvent(.abandoned(current.message))
        return false
    }

    private func open(_ bounds: RunBounds) throws -> PipelineAttempt {
        var settings = settings
        // Files of this attempt must not replace those of an earlier one, which a commit may name.
        settings.runIdentity += state.withLock { state in
            state.attempts += 1
            return "x\(state.attempts)"
        }
        let attempt = try PipelineAttempt(parts, settings: settings, bounds: bounds)
        let isDraining = state.withLock { state in
            state.attempt = attempt
            return state.isDraining
        }
        if isDraining { attempt.drain() }
        return attempt
    }

    /// Shows what there is to say between two attempts, over the figures of the last one.
    private func show(_ phase: PipelineSnapshot.Phase, message: String?) {
        var snapshot = parts.hub.latest
        snapshot.pipeline.phase = phase
        snapshot.pipeline.message = message
        snapshot.pipeline.rate = 0
        parts.hub.publish(snapshot)
    }
}
