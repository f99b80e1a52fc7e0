extension WindowState {
    /// Whether a written row belongs to a window that is still remembered.
    public func remembers(_ row: WindowRow) -> Bool {
        windows[row.windowStart] != nil
    }

    /// Takes note of rows that were written before, after the windows were recomputed from their transactions: the next
    /// `close` writes only what differs from them, as their next revisions.
    ///
    /// - Parameters:
    ///   - rows: rows of the lake's table; of several revisions of one row the highest counts.
    ///   - windowsClosed: how many windows were closed, forgotten ones included.
    ///   - revised: how many rows of revision 1 or more were written, those of forgotten windows included.
    public mutating func restoreWritten(_ rows: [WindowRow], windowsClosed: Int64, revised: Int64) {
        self.windowsClosed = windowsClosed
        self.revised = revised
        for row in rows {
            let key = RevisableWindow.Key(dimension: row.dimension, number: keys.number(of: Array(row.key.utf8)))
            guard var cell = windows[row.windowStart]?.cells[key], row.revision > cell.revision else { continue }
            cell.revision = row.revision
            cell.isChanged =
                cell.totals.revenue != row.totalRevenue || cell.totals.transactions != row.numTransactions
                || cell.totals.quantity != row.quantity || cell.totals.maximumAmount != row.maximumAmount
            windows[row.windowStart]?.cells[key] = cell
            windows[row.windowStart]?.isClosed = true
        }
        for index in windows.values.indices {
            let isChanged = windows.values[index].cells.values.contains(where: \.isChanged)
            windows.values[index].isChanged = isChanged
        }
    }
}
