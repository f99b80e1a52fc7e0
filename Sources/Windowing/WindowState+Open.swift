extension WindowState {
    /// The windows that have not closed, as far as their transactions have come: the newest first, and in each the keys of one
    /// dimension, highest revenue first; ties by the key's bytes.
    ///
    /// - Parameter limit: the most rows.
    public func openRows(of dimension: Dimension, limit: Int) -> [WindowRow] {
        var rows: [WindowRow] = []
        let open = windows.filter { !$0.value.isClosed }
        for (start, window) in open.sorted(by: { $0.key > $1.key }) {
            guard rows.count < limit else { break }
            rows += window.cells.filter { $0.key.dimension == dimension }
                .map { row(start: start, key: $0.key, cell: $0.value) }
                .sorted { left, right in
                    left.totalRevenue != right.totalRevenue
                        ? left.totalRevenue > right.totalRevenue
                        : left.key.utf8.lexicographicallyPrecedes(right.key.utf8)
                }
        }
        return Array(rows.prefix(limit))
    }
}
