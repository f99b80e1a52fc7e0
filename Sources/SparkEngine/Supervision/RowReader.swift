internal import SparkConnect

/// A row of a small result, read by column.
struct RowReader {
    private let row: [SparkValue]
    private let what: String

    /// - Parameter what: what was asked for, in words.
    init(_ row: [SparkValue], _ what: String) {
        self.row = row
        self.what = what
    }

    /// An integer.
    func integer(_ column: Int) throws -> Int64 {
        guard row.indices.contains(column), case .integer(let value) = row[column] else {
            throw unexpected(column, "an integer")
        }
        return value
    }

    /// An integer, or nil for NULL.
    func integerOrNull(_ column: Int) throws -> Int64? {
        if row.indices.contains(column), case .null = row[column] { return nil }
        return try integer(column)
    }

    /// A text.
    func text(_ column: Int) throws -> String {
        guard row.indices.contains(column), case .text(let value) = row[column] else {
            throw unexpected(column, "a text")
        }
        return value
    }

    private func unexpected(_ column: Int, _ expected: String) -> SparkJobError {
        let found = row.indices.contains(column) ? "\(row[column])" : "no such column"
        return SparkJobError(
            .unexpectedAnswer, "Spark was asked for \(what): column \(column) should be \(expected), found \(found).")
    }
}
