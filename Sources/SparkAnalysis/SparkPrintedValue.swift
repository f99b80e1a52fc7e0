internal import Analysis
internal import Commerce
internal import SparkConnect

/// A value of Spark's as queries print it: numbers exactly, moments as ISO 8601 in UTC (`timestamp_ntz` without a zone), bytes as DuckDB's queries show them
/// (printable ASCII as it is, all others as `\xHH`), and lists, maps and structures as JSON.
struct SparkPrintedValue: PrintedValue {
    private let value: SparkValue

    init(_ value: SparkValue) {
        self.value = value
    }

    var isNull: Bool { value == .null }

    var description: String {
        switch value {
        case .null: "NULL"
        case .boolean(let flag): flag ? "true" : "false"
        case .integer(let number): String(number)
        case .decimal(let unscaled, let scale): Self.text(unscaled, scale: scale)
        case .double(let number): "\(number)"
        case .text(let text): text
        case .bytes(let bytes): Self.text(of: bytes)
        case .timestamp(let microseconds): Self.text(ofMoment: microseconds)
        case .localTimestamp(let microseconds): String(Self.text(ofMoment: microseconds).dropLast())
        case .date(let days): String(Timestamp(microseconds: Int64(days) * 86_400_000_000).iso8601.prefix { $0 != "T" })
        case .time(let nanoseconds): Self.text(ofTime: nanoseconds)
        case .interval(let months, let days, let microseconds): Self.text(months, days, microseconds)
        case .list, .map, .structure: json.compact
        }
    }

    var json: JSONValue {
        switch value {
        case .null: .null
        case .boolean(let flag): .boolean(flag)
        case .integer, .decimal: .number(description)
        case .double(let number): .number(number)
        case .text, .bytes, .timestamp, .localTimestamp, .date, .time, .interval: .string(description)
        case .list(let elements): .array(elements.map { SparkPrintedValue($0).json })
        case .structure(let fields):
            .object(fields.map { JSONValue.Member(name: $0.name, value: SparkPrintedValue($0.value).json) })
        case .map(let keys, let values):
            .object(
                zip(keys, values).map { key, value in
                    JSONValue.Member(name: SparkPrintedValue(key).description, value: SparkPrintedValue(value).json)
                })
        }
    }

    private static func text(_ unscaled: Int128, scale: Int) -> String {
        let digits = String(unscaled.magnitude)
        guard scale > 0 else { return String(unscaled) }
        let padded = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
        return (unscaled < 0 ? "-" : "") + padded.dropLast(scale) + "." + padded.suffix(scale)
    }

    /// As DuckDB's queries write it: a fraction without zeros at its end.
    private static func text(ofMoment microseconds: Int64) -> String {
        let text = Timestamp(microseconds: microseconds).iso8601
        guard text.contains(".") else { return text }
        return String(text.dropLast().reversed().drop { $0 == "0" }.reversed()) + "Z"
    }

    private static func text(of bytes: [UInt8]) -> String {
        bytes.reduce(into: "") { text, byte in
            if 0x20...0x7E ~= byte, byte != UInt8(ascii: "\\") {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                text += digits.count == 1 ? "\\x0" + digits : "\\x" + digits
            }
        }
    }

    private static func text(ofTime nanoseconds: Int64) -> String {
        let moment = text(ofMoment: nanoseconds / 1000)
        return String(moment.drop { $0 != "T" }.dropFirst().prefix { $0 != "Z" })
    }

    private static func text(_ months: Int32, _ days: Int32, _ microseconds: Int64) -> String {
        var parts: [String] = []
        if months != 0 { parts.append("\(months) months") }
        if days != 0 { parts.append("\(days) days") }
        if microseconds != 0 || parts.isEmpty {
            parts.append("\(text(Int128(microseconds), scale: 6)) seconds")
        }
        return parts.joined(separator: " ")
    }
}
