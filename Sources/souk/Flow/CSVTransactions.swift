import Analysis
import Commerce

/// Turns the lines of a CSV file (RFC 4180, UTF-8, with a header) into transaction messages.
///
/// The header's names are the messages' keys. Values are texts, except for those that JSON reads as whole numbers in the
/// columns of quantity and timestamp, which need to be numbers. What is wrong with a row is for the decoder to say: bytes
/// that are not UTF-8 stay as they are, and a row with more or fewer values than the header is handed on as it stands.
struct CSVTransactions {
    /// The most bytes that a row may have.
    private static let maximumRowBytes = 1 << 20
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private let fields: FieldMapping
    private var header: [[UInt8]]?
    private var rows = CSVRowReader()
    /// The number of the last line, and of the one that the last row began with.
    private var line = 0
    private var rowStart = 0

    init(fields: FieldMapping) {
        self.fields = fields
    }

    /// The message of a row that ends with this line; nil for the header, an empty line, and a row that goes on.
    ///
    /// - Throws: `CommandError` if the header lacks a column, or a row never seems to end.
    mutating func message(of bytes: [UInt8]) throws -> [UInt8]? {
        line += 1
        if rows.pendingBytes == 0 { rowStart = line }
        let isFirst = line == 1 && bytes.starts(with: Self.byteOrderMark)
        guard let row = rows.read(isFirst ? Array(bytes.dropFirst(Self.byteOrderMark.count)) : bytes) else {
            guard rows.pendingBytes <= Self.maximumRowBytes else { throw endless }
            return nil
        }
        guard !row.bytes.isEmpty else { return nil }
        guard let header else {
            header = try checked(row.values)
            return nil
        }
        return row.values.count == header.count ? object(header, row.values) : row.bytes
    }

    /// Ends the file.
    ///
    /// - Throws: `CommandError` if a quote was never closed.
    func finish() throws {
        guard rows.pendingBytes == 0 else { throw endless }
    }

    private var endless: CommandError {
        CommandError(
            "the CSV file's line \(rowStart) opens a quoted value that does not end",
            hints: ["a quote within a quoted value is written twice: \"\""], exitCode: .logUnreachable)
    }

    private func checked(_ names: [[UInt8]]) throws -> [[UInt8]] {
        let missing = TransactionField.required.map { fields[$0] }.filter { !names.contains(Array($0.utf8)) }
        guard missing.isEmpty else {
            throw CommandError(
                "the CSV file's header lacks \(missing.joined(separator: ", "))",
                hints: ["its first line must name the columns; other names can be mapped in [fields]"],
                exitCode: .logUnreachable)
        }
        return names
    }

    private func object(_ header: [[UInt8]], _ values: [[UInt8]]) -> [UInt8] {
        var object: [UInt8] = []
        for (name, value) in zip(header, values) {
            object.append(UInt8(ascii: object.isEmpty ? "{" : ","))
            Self.append(text: name, to: &object)
            object.append(UInt8(ascii: ":"))
            if isNumber(value, of: name) { object += value } else { Self.append(text: value, to: &object) }
        }
        object.append(UInt8(ascii: "}"))
        return object
    }

    private func isNumber(_ value: [UInt8], of name: [UInt8]) -> Bool {
        guard name.elementsEqual(fields[.quantity].utf8) || name.elementsEqual(fields[.timestamp].utf8) else {
            return false
        }
        let isWhole = (1...19).contains(value.count) && value.allSatisfy { (0x30...0x39).contains($0) }
        return isWhole && (value.count == 1 || value.first != UInt8(ascii: "0"))
    }

    /// Writes a JSON string (RFC 8259, section 7) of bytes that need not be UTF-8.
    private static func append(text: [UInt8], to object: inout [UInt8]) {
        object.append(UInt8(ascii: "\""))
        for byte in text {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): object += [UInt8(ascii: "\\"), byte]
            case 0..<0x20:
                object += Array((byte < 0x10 ? "\\u000" : "\\u00").utf8) + Array(String(byte, radix: 16).utf8)
            default: object.append(byte)
            }
        }
        object.append(UInt8(ascii: "\""))
    }
}
