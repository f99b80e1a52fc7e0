/// Aligned columns. The widths come from the first rows, so that a table of any length needs little memory; a later, wider value
/// pushes only its own line.
struct TableWriter: RowWriter {
    private static let measuredRows = 1000

    private let rowLimit: Int?
    private let countsRest: Bool
    private var isNumeric: [Bool] = []
    private var names: [String] = []
    private var widths: [Int]?
    private var held: [[String]] = []
    private var shown = 0
    private var unshown = 0

    /// - Parameter countsRest: Whether all rows come, so that it can be said how many more there are.
    init(rowLimit: Int?, countsRest: Bool = true) {
        self.rowLimit = rowLimit
        self.countsRest = countsRest
    }

    mutating func begin(columns: [PrintedColumn], into text: inout String) {
        isNumeric = columns.map(\.isNumeric)
        names = columns.map { DisplayText.harmless($0.name) }
    }

    mutating func add(_ row: [some PrintedValue], into text: inout String) {
        if let rowLimit, shown >= rowLimit {
            unshown += 1
            return
        }
        shown += 1
        let cells = row.map { DisplayText.harmless($0.description) }
        if let widths {
            write(cells, widths: widths, into: &text)
        } else {
            held.append(cells)
            if held.count == Self.measuredRows { writeHeld(into: &text) }
        }
    }

    mutating func end(into text: inout String) {
        writeHeld(into: &text)
        if unshown > 0, !countsRest {
            text += "… more rows\n"
        } else if unshown > 0 {
            text += "… \(unshown) more \(unshown == 1 ? "row" : "rows")\n"
        }
    }

    private mutating func writeHeld(into text: inout String) {
        guard widths == nil else { return }
        let widths = names.indices.map { column in
            held.reduce(DisplayText.width(names[column])) { max($0, DisplayText.width($1[column])) }
        }
        self.widths = widths
        write(names, widths: widths, into: &text)
        text += widths.map { String(repeating: "─", count: $0 + 2) }.joined(separator: "┼") + "\n"
        for cells in held {
            write(cells, widths: widths, into: &text)
        }
        held = []
    }

    private func write(_ cells: [String], widths: [Int], into text: inout String) {
        var line = cells.indices
            .map { " " + DisplayText.padded(cells[$0], to: widths[$0], atLeft: isNumeric[$0]) + " " }
            .joined(separator: "│")
        while line.hasSuffix(" ") { line.removeLast() }
        text += line + "\n"
    }
}
