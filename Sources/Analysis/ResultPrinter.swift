/// Writes the rows of a query in a format, in pieces of some kilobytes as they come.
package struct ResultPrinter {
    private static let pieceBytes = 64 * 1024

    private var writer: any RowWriter
    private var text = ""

    /// How many rows there were.
    package private(set) var rows: Int64 = 0

    /// A printer.
    ///
    /// - Parameters:
    ///   - rowLimit: The most rows that the table format shows before it says that there are more; nil for all.
    ///   - countsRest: Whether all rows come, so that it can be said how many more there are.
    package init(_ format: QueryFormat, rowLimit: Int?, countsRest: Bool = true) {
        switch format {
        case .table: self.init(TableWriter(rowLimit: rowLimit, countsRest: countsRest))
        case .csv: self.init(CSVWriter())
        case .json: self.init(JSONRowWriter())
        }
    }

    init(_ writer: any RowWriter) {
        self.writer = writer
    }

    /// Writes what stands before the rows.
    package mutating func begin(_ columns: [PrintedColumn]) {
        writer.begin(columns: columns, into: &text)
    }

    /// Writes one more row.
    package mutating func add<Value: PrintedValue>(_ row: [Value], to write: (String) throws -> Void) rethrows {
        writer.add(row, into: &text)
        rows += 1
        guard text.utf8.count >= Self.pieceBytes else { return }
        try write(text)
        text.removeAll(keepingCapacity: true)
    }

    /// Writes what is left after the last row.
    package mutating func end(to write: (String) throws -> Void) rethrows {
        writer.end(into: &text)
        try write(text)
        text = ""
    }
}
