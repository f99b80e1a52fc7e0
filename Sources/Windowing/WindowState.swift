internal import Commerce

/// All windows of a pipeline that are open or may still be revised; where the lanes' partial windows meet.
///
/// **Revisions.** A window closes when the watermark passes its end, and each of its keys is written as revision 0. A key
/// that changes afterwards is written again by the next `close`, as the next revision; a key first seen after the window was
/// closed begins at 0 like any other. Whatever order transactions come in, a row with the highest revision holds the totals
/// of all of them.
///
/// **Forgetting.** A window is kept for `lateness` after it has closed, so that late transactions revise it at once. After that
/// it is forgotten, once all of its rows are written. A transaction that comes later still makes its window *stale*: `merge`
/// names it, and it is recomputed from the lake's transactions. So how long windows are kept decides what a late transaction
/// costs, never what a window comes to.
public struct WindowState: Sendable {
    /// How event time is cut into windows.
    public let settings: WindowSettings
    /// How many windows were closed for the first time.
    public internal(set) var windowsClosed: Int64 = 0
    /// How many rows of revision 1 or more were returned.
    public internal(set) var revised: Int64 = 0

    var windows: [Int64: RevisableWindow] = [:]
    var keys = WindowKeys()
    /// Windows that end at this moment or before, in microseconds since the epoch, are forgotten; `Int64.min` before the first.
    public internal(set) var forgottenEnd = Int64.min
    private var keysBeforeCompaction = 1_024

    /// No windows.
    public init(settings: WindowSettings) {
        self.settings = settings
    }

    /// How many windows are remembered.
    public var count: Int { windows.count }

    /// Adds the windows of one lane.
    ///
    /// - Parameter stale: takes the windows that have been forgotten and now lack transactions.
    /// - Throws: `WindowingError` with code `.totalOutOfRange` if a sum is more than the lake can hold. The state is then half
    ///   merged and of no use; the pipeline has to start again from its last commit.
    public mutating func merge(_ cut: CutWindows, stale: inout StaleWindows) throws(WindowingError) {
        var translation = WindowKeys.Translation(cut, into: &keys)
        var forgotten = cut.forgotten
        for part in cut.parts {
            guard part.windowStart + settings.size > forgottenEnd || windows[part.windowStart] != nil else {
                forgotten.insert(part.windowStart)
                continue
            }
            let key = RevisableWindow.Key(
                dimension: part.dimension, number: translation.number(of: part, in: &keys))
            try windows[part.windowStart, default: RevisableWindow()].merge(part.totals, key: key)
        }
        stale.formUnion(starts: forgotten)
    }

    /// Closes the windows that end at or before the watermark, and revises those that were closed before and have changed.
    ///
    /// - Returns: the rows to write: one for each key that has changed since it was written, or was not written yet; sorted
    ///   by window, dimension and the bytes of the key.
    public mutating func close(upTo watermark: Int64) -> [WindowRow] {
        close { [size = settings.size] start, window in window.isClosed || start + size <= watermark }
    }

    /// Closes all windows, whatever the watermark, as at the end of a bounded run. Later transactions for them are
    /// revisions.
    ///
    /// - Returns: the rows to write, as `close(upTo:)` does.
    public mutating func closeAll() -> [WindowRow] {
        close { _, _ in true }
    }

    /// Forgets windows whose end and lateness the watermark has passed, once all of their rows are written.
    ///
    /// - Parameter watermark: the pipeline's, in microseconds since the epoch.
    public mutating func evict(through watermark: Int64) {
        let (end, isBeforeTime) = watermark.subtractingReportingOverflow(settings.lateness)
        guard !isBeforeTime else { return }
        forgottenEnd = max(forgottenEnd, end)
        let isForgotten = { [size = settings.size, forgottenEnd] (start: Int64, window: RevisableWindow) in
            start + size <= forgottenEnd && !window.isChanged
        }
        guard windows.contains(where: { isForgotten($0.key, $0.value) }) else { return }
        windows = windows.filter { !isForgotten($0.key, $0.value) }
        if keys.count > keysBeforeCompaction { compactKeys() }
    }

    private mutating func close(where isDue: (Int64, RevisableWindow) -> Bool) -> [WindowRow] {
        var rows: [(start: Int64, key: RevisableWindow.Key, cell: RevisableWindow.Cell)] = []
        for index in windows.values.indices
        where windows.values[index].isChanged && isDue(windows.keys[index], windows.values[index]) {
            if !windows.values[index].isClosed { windowsClosed += 1 }
            let start = windows.keys[index]
            rows += windows.values[index].close().map { (start, $0.key, $0.cell) }
        }
        revised += Int64(rows.count { $0.cell.revision > 0 })
        let ranks = keys.ranks
        rows.sort {
            ($0.start, $0.key.dimension.rawValue, ranks[Int($0.key.number)])
                < ($1.start, $1.key.dimension.rawValue, ranks[Int($1.key.number)])
        }
        return rows.map { row(start: $0.start, key: $0.key, cell: $0.cell) }
    }

    func row(start: Int64, key: RevisableWindow.Key, cell: RevisableWindow.Cell) -> WindowRow {
        WindowRow(
            windowStart: start, windowEnd: start + settings.size, dimension: key.dimension,
            key: keys.text(of: key.number), totalRevenue: cell.totals.revenue,
            average: Money.average(minorUnits: cell.totals.revenue, count: cell.totals.transactions),
            numTransactions: cell.totals.transactions, quantity: cell.totals.quantity,
            maximumAmount: cell.totals.maximumAmount, revision: cell.revision)
    }

    /// Numbers the keys anew without those that only forgotten windows had.
    private mutating func compactKeys() {
        var compacted = WindowKeys()
        windows = windows.mapValues { window in
            var window = window
            var cells: [RevisableWindow.Key: RevisableWindow.Cell] = [:]
            cells.reserveCapacity(window.cells.count)
            for (key, cell) in window.cells {
                let number = compacted.number(of: keys.texts[Int(key.number)])
                cells[RevisableWindow.Key(dimension: key.dimension, number: number)] = cell
            }
            window.cells = cells
            return window
        }
        keys = compacted
        keysBeforeCompaction = max(1_024, 2 * compacted.count)
    }
}
