/// A JSON value that keeps its members in order, for what the command line prints with `--json`.
enum JSONValue: Sendable, Hashable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([Member])

    /// A name and its value.
    struct Member: Sendable, Hashable {
        let name: String
        let value: JSONValue
    }

    /// An object from names and values.
    static func object(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
        .object(members.map { Member(name: $0.key, value: $0.value) })
    }

    /// The value over several lines, indented by two spaces a level.
    var indented: String {
        var text = ""
        write(to: &text, indent: 0)
        return text
    }

    /// The value on one line.
    var compact: String {
        var text = ""
        write(to: &text, indent: nil)
        return text
    }

    private func write(to text: inout String, indent: Int?) {
        switch self {
        case .null: text += "null"
        case .boolean(let value): text += value ? "true" : "false"
        case .integer(let value): text += String(value)
        // JSON has no spelling for what is not a number.
        case .number(let value): text += value.isFinite ? String(value) : "null"
        case .string(let value): Self.quote(value, to: &text)
        case .array(let elements):
            Self.enclose(elements, in: ("[", "]"), to: &text, indent: indent) { element, text, indent in
                element.write(to: &text, indent: indent)
            }
        case .object(let members):
            Self.enclose(members, in: ("{", "}"), to: &text, indent: indent) { member, text, indent in
                Self.quote(member.name, to: &text)
                text += indent == nil ? ":" : ": "
                member.value.write(to: &text, indent: indent)
            }
        }
    }

    private static func enclose<Element>(
        _ elements: [Element], in brackets: (String, String), to text: inout String, indent: Int?,
        _ write: (Element, inout String, Int?) -> Void
    ) {
        func breakLine(_ level: Int) {
            guard indent != nil, !elements.isEmpty else { return }
            text += "\n" + String(repeating: "  ", count: level)
        }
        text += brackets.0
        for (index, element) in elements.enumerated() {
            if index > 0 { text += "," }
            breakLine((indent ?? 0) + 1)
            write(element, &text, indent.map { $0 + 1 })
        }
        breakLine(indent ?? 0)
        text += brackets.1
    }

    private static func quote(_ value: String, to text: inout String) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
