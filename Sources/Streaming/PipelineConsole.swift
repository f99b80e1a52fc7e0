public import Commerce
public import Live
public import Windowing

/// When a console prints one kind of table again.
public struct ConsoleInterval: Sendable {
    private let length: Duration
    private var next: Timestamp?

    /// New transactions: every ten seconds.
    public static let transactions = ConsoleInterval(length: .seconds(10))
    /// Windows: every thirty seconds.
    public static let windows = ConsoleInterval(length: .seconds(30))

    private init(length: Duration) { self.length = length }

    /// Whether it is time to print.
    public func isDue(at now: Timestamp) -> Bool { next.map { now >= $0 } ?? true }

    /// Notes that a table was printed, so that the next one is due an interval later.
    public mutating func pass(at now: Timestamp) {
        next = Timestamp(microseconds: now.microseconds + length.components.seconds * 1_000_000)
    }
}

/// Decides what a console prints of a pipeline, and when: new transactions every ten seconds, the open windows of each
/// category every thirty. What is due and has nothing to show waits until there is something.
///
/// ```swift
/// var console = PipelineConsole(since: pipeline.start, at: clock.now())
/// for table in console.tables(hub.latest, openWindows: { pipeline.openWindows(limit: $0) }, now: clock.now()) { … }
/// ```
public struct PipelineConsole: Sendable {
    private var transactions = ConsoleInterval.transactions
    private var windows = ConsoleInterval.windows
    private var accepted: Int64
    private var read: Int64

    /// A console that shows what comes after a moment.
    ///
    /// - Parameter account: what the lake held then.
    public init(since account: Accounting, at now: Timestamp) {
        accepted = account.accepted
        read = account.read
        transactions.pass(at: now)
    }

    /// What is to be printed now.
    ///
    /// - Parameter openWindows: gives at most so many rows of open windows by category, newest first.
    public mutating func tables(
        _ snapshot: MarketSnapshot, openWindows: (_ limit: Int) -> [WindowRow], now: Timestamp
    ) -> [ConsoleTable] {
        var tables: [ConsoleTable] = []
        if transactions.isDue(at: now), let table = newTransactions(snapshot) {
            transactions.pass(at: now)
            tables.append(table)
        }
        if windows.isDue(at: now) {
            let rows = openWindows(ConsoleTable.windowLimit)
            if !rows.isEmpty {
                windows.pass(at: now)
                tables.append(.windows(rows.map { ConsoleTable.cells(of: $0, in: snapshot.currency) }))
            }
        }
        return tables
    }

    /// The transactions that were not printed yet, at the end; nil if there are none.
    public mutating func newTransactions(_ snapshot: MarketSnapshot) -> ConsoleTable? {
        // After an outage messages are read again, which were shown before.
        let new = snapshot.pipeline.accepted - accepted
        guard new > 0 else { return nil }
        let messages = snapshot.pipeline.read - read
        (accepted, read) = (snapshot.pipeline.accepted, snapshot.pipeline.read)
        let newest = snapshot.latest.prefix(min(Int(new), ConsoleTable.transactionLimit))
        return .transactions(newest.map { ConsoleTable.cells(of: $0, in: snapshot.currency) }, messages: messages)
    }
}
