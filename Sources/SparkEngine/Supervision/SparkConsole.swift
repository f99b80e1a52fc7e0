internal import Commerce
internal import SparkConnect
internal import Streaming
internal import Synchronization
internal import Windowing

/// Prints what a job takes in: new transactions every ten seconds, the latest windows every thirty.
public final class SparkConsole: Sendable {
    /// Rows with a title.
    public struct Table: Sendable, Equatable {
        /// A column.
        public struct Column: Sendable, Equatable {
            /// Its heading.
            public var name: String
            /// Whether it holds numbers.
            public var isNumber: Bool
        }

        /// What the rows are.
        public var title: String
        /// The columns.
        public var columns: [Column]
        /// The cells as text.
        public var rows: [[String]]
    }

    private struct State {
        var nextRows: Int64 = 0
        var nextWindows: Int64 = 0
        var shown: [Int32: Int64]?
    }

    private static let rowsInterval: Int64 = 10_000_000
    private static let windowsInterval: Int64 = 30_000_000
    private static let recentWindows: Int64 = 5

    private let state = Mutex(State())
    private let write: @Sendable (Table) throws -> Void

    /// A console that writes tables somewhere.
    public init(write: @escaping @Sendable (Table) throws -> Void) { self.write = write }

    /// Prints what is due.
    func show(_ attempt: SparkAttempt) throws {
        let now = attempt.parts.clock.now().microseconds
        let (rows, windows, shown) = state.withLock { state in
            let due = (now >= state.nextRows, now >= state.nextWindows, state.shown)
            if due.0 {
                state.nextRows = now + Self.rowsInterval
                state.shown = attempt.tally.offsets
            }
            if due.1 { state.nextWindows = now + Self.windowsInterval }
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
        let messages = ranges.values.reduce(0) { $0 + $1.count }
        try write(
            Table(
                title: "\(messages) messages since the last look, the newest transactions of them",
                columns: JobSQL.consoleRowColumns,
                rows: try attempt.cluster.rows(attempt.sql.consoleRows(in: ranges)).map { $0.map(Self.text) }))
    }

    private func showWindows(_ attempt: SparkAttempt) throws {
        guard let latest = attempt.tally.largestEventTime else { return }
        let since = latest - Self.recentWindows * attempt.settings.pipeline.windows.size
        try write(
            Table(
                title: "windows, as far as their transactions have come", columns: JobSQL.consoleWindowColumns,
                rows: try attempt.cluster.rows(attempt.sql.consoleWindows(since: since)).map { $0.map(Self.text) }))
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
