/// Rows of text in aligned columns.
struct TextTable: Sendable {
    /// Where the text stands in its column.
    enum Alignment: Sendable {
        case left
        case right
    }

    private let headings: [String]
    private let alignments: [Alignment]
    private var rows: [[String]] = []

    /// A table with headings; columns of numbers are aligned to the right.
    init(_ columns: [(heading: String, alignment: Alignment)]) {
        headings = columns.map(\.heading)
        alignments = columns.map(\.alignment)
    }

    /// Adds a row; cells beyond the last column are dropped, missing ones are empty.
    mutating func append(_ row: [String]) {
        rows.append(headings.indices.map { $0 < row.count ? row[$0] : "" })
    }

    /// The lines of the table: the headings, unless all are empty, and the rows.
    var lines: [String] {
        let all = headings.allSatisfy(\.isEmpty) ? rows : [headings] + rows
        let widths = headings.indices.map { column in all.map { TextWidth.columns(of: $0[column]) }.max() ?? 0 }
        return all.map { row in
            let cells = row.indices.map { column in
                let space = String(repeating: " ", count: widths[column] - TextWidth.columns(of: row[column]))
                return alignments[column] == .left ? row[column] + space : space + row[column]
            }
            let line = cells.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }
}
