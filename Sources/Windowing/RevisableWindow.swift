/// One window that is open, or closed but still takes late transactions: its totals by key and what was written of them.
struct RevisableWindow: Sendable {
    struct Key: Sendable, Hashable {
        var dimension: Dimension
        var number: UInt32
    }

    struct Cell: Sendable {
        var totals = WindowTotals()
        /// The revision that was written last; −1 before the first.
        var revision: Int32 = -1
        /// Whether the totals are not those that were written last.
        var isChanged = false

        mutating func merge(_ other: WindowTotals) throws(WindowingError) {
            try totals.merge(other)
            isChanged = true
        }
    }

    var cells: [Key: Cell] = [:]
    var isClosed = false
    var isChanged = false

    mutating func merge(_ totals: WindowTotals, key: Key) throws(WindowingError) {
        try cells[key, default: Cell()].merge(totals)
        isChanged = true
    }

    /// Closes the window, or closes it again; the changed cells get their next revisions.
    mutating func close() -> [(key: Key, cell: Cell)] {
        isClosed = true
        isChanged = false
        var changes: [(key: Key, cell: Cell)] = []
        for index in cells.values.indices where cells.values[index].isChanged {
            cells.values[index].revision += 1
            cells.values[index].isChanged = false
            changes.append((cells.keys[index], cells.values[index]))
        }
        return changes
    }
}
