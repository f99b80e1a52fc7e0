/// The rows of a query, one after the other, as they come.
package protocol ResultRows: AnyObject {
    /// The next row; nil after the last one.
    func next() throws -> ResultRow?
}

extension ResultRows {
    /// All rows that are left.
    package func all() throws -> [ResultRow] {
        var rows: [ResultRow] = []
        while let row = try next() { rows.append(row) }
        return rows
    }
}
