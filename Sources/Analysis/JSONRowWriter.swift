/// An array of objects, one a line.
struct JSONRowWriter: RowWriter {
    private var keys: [String] = []
    private var isFirst = true

    mutating func begin(columns: [PrintedColumn], into text: inout String) {
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

    mutating func add(_ row: [some PrintedValue], into text: inout String) {
        text += isFirst ? "\n{" : ",\n{"
        isFirst = false
        for (index, value) in row.enumerated() {
            if index > 0 { text += "," }
            text += keys[index]
            text += ":"
            text += value.json.compact
        }
        text += "}"
    }

    mutating func end(into text: inout String) {
        text += isFirst ? "]\n" : "\n]\n"
    }
}
