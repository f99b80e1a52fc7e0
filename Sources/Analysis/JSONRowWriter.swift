internal import DuckDB

/// An array of objects, one a line.
struct JSONRowWriter: RowWriter {
    private var keys: [String] = []
    private var isFirst = true

    mutating func begin(columns: [DuckDBResult.Column], into text: inout String) {
        var used: Set<String> = []
        for column in columns {
            var name = column.name
            var number = 2
            while !used.insert(name).inserted {
                name = "\(column.name)_\(number)"
                number += 1
            }
            keys.append(JSONValue.string(name).compact)
        }
        text += "["
    }

    mutating func add(_ row: [DuckDBValue], into text: inout String) {
        text += isFirst ? "\n{" : ",\n{"
        isFirst = false
        for (index, value) in row.enumerated() {
            if index > 0 { text += "," }
            text += keys[index]
            text += ":"
            text += Self.json(value).compact
        }
        text += "}"
    }

    mutating func end(into text: inout String) {
        text += isFirst ? "]\n" : "\n]\n"
    }

    private static func json(_ value: DuckDBValue) -> JSONValue {
        switch value {
        case .null: .null
        case .boolean(let value): .boolean(value)
        case .integer, .decimal: .number(value.description)
        case .float(let number): number.isFinite ? .number(value.description) : .null
        case .double(let number): number.isFinite ? .number(value.description) : .null
        case .text, .blob, .date, .time, .timestamp: .string(value.description)
        }
    }
}
