import Analysis
import Commerce

/// Turns the lines of a CSV file (RFC 4180, UTF-8, with a header) into transaction messages.
///
/// The header's names are the messages' keys. Values are texts, except for those that JSON reads as whole numbers in the
/// columns of quantity and timestamp, which need to be numbers. What is wrong with a row is for the decoder to say.
struct CSVTransactions {
    private let fields: FieldMapping
    private var header: [String]?
    /// A row that goes on in the next line, because a line feed stood between quotes.
    private var pending: [UInt8] = []

    init(fields: FieldMapping) {
        self.fields = fields
    }

    /// The message of a row that ends with this line; nil for the header, an empty line, and a row that goes on.
    mutating func message(of line: [UInt8]) throws -> [UInt8]? {
        pending += line
        guard pending.count(where: { $0 == UInt8(ascii: "\"") }).isMultiple(of: 2) else {
            pending.append(UInt8(ascii: "\n"))
            return nil
        }
        defer { pending.removeAll(keepingCapacity: true) }
        if pending.last == UInt8(ascii: "\r") { pending.removeLast() }
        guard !pending.isEmpty else { return nil }
        let values = Self.values(of: pending)
        guard let header else {
            header = try checked(values)
            return nil
        }
        return Array(object(header, values).utf8)
    }

    /// Ends the file.
    ///
    /// - Throws: `CommandError` if a quote was never closed.
    func finish() throws {
        guard pending.isEmpty else {
            throw CommandError("the CSV file ends within a quoted value", exitCode: .logUnreachable)
        }
    }

    private func checked(_ names: [String]) throws -> [String] {
        let missing = TransactionField.allCases.map { fields[$0] }.filter { !names.contains($0) }
        guard missing.isEmpty else {
            throw CommandError(
                "the CSV file's header lacks \(missing.joined(separator: ", "))",
                hints: ["its first line must name the columns; other names can be mapped in [fields]"],
                exitCode: .logUnreachable)
        }
        return names
    }

    private func object(_ header: [String], _ values: [String]) -> String {
        let members = zip(header, values).map { name, value in
            let isNumeric = name == fields[.quantity] || name == fields[.timestamp]
            let isWhole = !value.isEmpty && value.utf8.count < 19 && value.utf8.allSatisfy { (48...57).contains($0) }
            let text =
                isNumeric && isWhole && (value == "0" || !value.hasPrefix("0"))
                ? value : JSONValue.string(value).compact
            return "\(JSONValue.string(name).compact):\(text)"
        }
        return "{\(members.joined(separator: ","))}"
    }

    private static func values(of row: [UInt8]) -> [String] {
        var values: [[UInt8]] = [[]]
        var isQuoted = false
        var index = 0
        while index < row.count {
            let byte = row[index]
            if byte == UInt8(ascii: "\"") {
                if isQuoted, index + 1 < row.count, row[index + 1] == byte {
                    values[values.count - 1].append(byte)
                    index += 1
                } else {
                    isQuoted.toggle()
                }
            } else if byte == UInt8(ascii: ","), !isQuoted {
                values.append([])
            } else {
                values[values.count - 1].append(byte)
            }
            index += 1
        }
        return values.map { String(decoding: $0, as: UTF8.self) }
    }
}
