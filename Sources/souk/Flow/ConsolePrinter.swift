import Commerce
import Dispatch
import Live
import Streaming
import Synchronization
import Windowing

/// Prints what a native pipeline takes in while it runs, on a thread of its own: the hub never waits for a terminal.
final class ConsolePrinter: Sendable {
    private struct State {
        var console: PipelineConsole
        var isOver = false
        var failure: (any Error)?
    }

    private let state: Mutex<State>
    private let hub: Hub
    private let clock: any WallClock
    private let openWindows: @Sendable (_ limit: Int) -> [WindowRow]
    private let write: @Sendable (ConsoleTable) throws -> Void

    /// A printer that has printed nothing.
    ///
    /// - Parameters:
    ///   - start: what the lake held when the pipeline was opened.
    ///   - openWindows: gives at most so many rows of open windows by category, newest first.
    init(
        _ hub: Hub, since start: Accounting, clock: any WallClock,
        openWindows: @escaping @Sendable (_ limit: Int) -> [WindowRow],
        write: @escaping @Sendable (ConsoleTable) throws -> Void
    ) {
        self.hub = hub
        self.clock = clock
        self.openWindows = openWindows
        self.write = write
        state = Mutex(State(console: PipelineConsole(since: start, at: clock.now())))
    }

    /// Prints while `body` runs, and at its end what was not printed yet.
    ///
    /// - Parameter onFailure: is called when nothing can be printed any more; `body` should end then.
    /// - Throws: what `body` throws, and what kept a table from being printed.
    func show<Result>(onFailure: @escaping @Sendable () -> Void, during body: () throws -> Result) throws -> Result {
        let news = DispatchSemaphore(value: 0)
        let subscription = hub.subscribe { _ in news.signal() }
        let thread = BackgroundWork { [self] in
            repeat {
                news.wait()
                if !print() { onFailure() }
            } while !state.withLock { $0.isOver }
        }
        let result = Swift.Result { try body() }
        subscription.cancel()
        state.withLock { $0.isOver = true }
        news.signal()
        thread.wait()
        if let failure = state.withLock({ $0.failure }) {
            _ = try result.get()
            throw failure
        }
        return try result.get()
    }

    /// - Returns: false the first time that something can't be printed.
    private func print() -> Bool {
        let (now, snapshot) = (clock.now(), hub.latest)
        let tables = state.withLock { state -> [ConsoleTable] in
            guard state.failure == nil else { return [] }
            var tables = state.console.tables(snapshot, openWindows: openWindows, now: now)
            if state.isOver, let rest = state.console.newTransactions(snapshot) { tables.append(rest) }
            return tables
        }
        do {
            for table in tables { try write(table) }
            return true
        } catch {
            state.withLock { $0.failure = error }
            return false
        }
    }
}
