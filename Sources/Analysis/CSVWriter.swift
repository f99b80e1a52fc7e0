/// RFC 4180: fields with a comma, quote or line break are quoted, lines end in CR LF.
struct CSVWriter: RowWriter {
    mutating func begin(columns: [PrintedColumn], into text: inout String) {
        line(columns.map { Self.field($0.name) }, into: &text)
    }

    mutating func add(_ row: [some PrintedValue], into text: inout String) {
        line(row.map { $0.isNull ? "" : Self.field($0.description) }, into: &text)
    }

    mutating func end(into text: inout String) {}

    private func line(_ fields: [String], into text: inout String) {
        text += fields.joined(separator: ",")
        text += "\r\n"
    }

    private static func field(_ value: String) -> String {
        let special: Set<UInt8> = [0x2C, 0x22, 0x0D, 0x0A]
        guard value.isEmpty || value.utf8.contains(where: special.contains) else { return value }
        return "\"" + value.replacing("\"", with: "\"\"") + "\""
    }
}
