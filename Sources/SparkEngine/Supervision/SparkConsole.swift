internal import Commerce
internal import SparkConnect
public import Streaming
internal import Synchronization
internal import Windowing

/// Prints what a job takes in: new transactions every ten seconds, the latest windows every thirty.
public final class SparkConsole: Sendable {
    private struct State {
        var transactions = ConsoleInterval.transactions
        var windows = ConsoleInterval.windows
        var shown: [Int32: Int64]?
    }

    private static let recentWindows: Int64 = 5

    private let state = Mutex(State())
    private let write: @Sendable (ConsoleTable) throws -> Void

    /// A console that writes tables somewhere.
    public init(write: @escaping @Sendable (ConsoleTable) throws -> Void) { self.write = write }

    /// Prints what is due.
    func show(_ attempt: SparkAttempt) throws {
        let now = attempt.parts.clock.now()
        let (rows, windows, shown) = state.withLock { state in
            let due = (state.transactions.isDue(at: now), state.windows.isDue(at: now), state.shown)
            if due.0 {
                state.transactions.pass(at: now)
                state.shown = attempt.tally.offsets
            }
            if due.1 { state.windows.pass(at: now) }
            return due
        }
        if rows { try showRows(attempt, since: shown ?? attempt.tally.offsets) }
        if windows { try showWindows(attempt) }
    }

    private func showRows(_ attempt: SparkAttempt, since shown: [Int32: Int64]) throws {
        let ranges = attempt.tally.offsets.reduce(into: [Int32: Range<Int64>]()) { ranges, end in
            let from = shown[end.key] ?? 0
            if end.value > from { ranges[end.key] = from..<end.value }
        }
        guard !ranges.isEmpty else { return }
        let messages = ranges.values.reduce(Int64(0)) { $0 + Int64($1.count) }
        try write(
            .transactions(
                try attempt.cluster.rows(attempt.sql.consoleRows(in: ranges)).map { $0.map(Self.text) },
                messages: messages))
    }

    private func showWindows(_ attempt: SparkAttempt) throws {
        guard let latest = attempt.tally.largestEventTime else { return }
        let since = latest - Self.recentWindows * attempt.settings.pipeline.windows.size
        try write(
            .windows(try attempt.cluster.rows(attempt.sql.consoleWindows(since: since)).map { $0.map(Self.text) }))
    }

    private static func text(_ value: SparkValue) -> String {
        switch value {
        case .text(let text): text
        case .integer(let number): String(number)
        case .null: "NULL"
        default: "\(value)"
        }
    }
}
