internal import Commerce

extension DecodingPlan {
    /// A structure of what `from_json` reads of a message that the pattern has proved to be sound, NULL for any other.
    var shortReading: String {
        let types = TransactionField.allCases.map { ($0, Self.shortType(of: $0)) }
        let schema = types.map { "\(SQLText.identifier(fields[$0.0])) \($0.1)" }.joined(separator: ", ")
        let target = types.map { "\($0.0.defaultName): \($0.1)" }.joined(separator: ", ")
        guard isShortWayOpen else { return "CAST(NULL AS STRUCT<\(target)>)" }
        let text = "CAST(`value` AS STRING)"
        return "CASE WHEN is_valid_utf8(\(text)) AND \(text) RLIKE \(SQLText.literal(shortPattern)) "
            + "THEN CAST(from_json(\(text), \(SQLText.literal(schema))) AS STRUCT<\(target)>) END"
    }

    /// The moment of `short.timestamp`, NULL if it is none.
    var shortMoment: String {
        let text = "short.timestamp"
        return "CASE WHEN length(\(text)) <= 15 THEN timestamp_millis(CAST(\(text) AS BIGINT)) "
            + "WHEN right(\(text), 1) = 'Z' OR substr(\(text), -6, 1) IN ('+', '-') THEN try_cast(\(text) AS TIMESTAMP) "
            + "ELSE try_cast(concat(\(text), \(zoneSuffix)) AS TIMESTAMP) END"
    }

    /// Whether all that is read in the short way is acceptable. A field that stands twice makes another one NULL.
    var isShortAccepted: String {
        let texts: [TransactionField] = [.transactionID, .userID, .city, .category, .paymentMethod]
        let lengths = texts.map { "octet_length(short.\($0.defaultName)) <= \(TransactionDecoder.textByteLimit)" }
        let others = [
            "short.amount > 0", "short.quantity <= \(Int32.max)", isAcceptable("moment"), "moment <= \(latest)",
        ]
        return (lengths + others).joined(separator: " AND ")
    }

    /// The columns of what was read in the short way.
    var shortRow: String {
        SQLText.structure(
            TransactionField.allCases.map { field in
                switch field {
                case .quantity: (field.defaultName, "CAST(short.quantity AS INT)")
                case .timestamp: (field.defaultName, "moment")
                default: (field.defaultName, "short.\(field.defaultName)")
                }
            })
    }

    /// `from_json` tells the names of columns apart by their letters without case, and the pattern compares keys as they are
    /// spelled, so names that differ in case only, or must be escaped, are left to the long way.
    private var isShortWayOpen: Bool {
        let names = TransactionField.allCases.map { fields[$0] }
        let isPlain = names.allSatisfy { name in
            name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\"" && $0 != "\\" }
        }
        return isPlain && Set(names.map { $0.lowercased() }).count == names.count
    }

    private static func shortType(of field: TransactionField) -> String {
        switch field {
        case .amount: "DECIMAL(12,2)"
        case .quantity: "BIGINT"
        default: "STRING"
        }
    }

    /// One object of eight members, each of them one of the eight fields with a value of its type.
    private var shortPattern: String {
        let space = JSONPattern.whitespace
        let members = TransactionField.allCases.map { field in
            "\"\(Self.pattern(of: fields[field]))\"\(space):\(space)\(Self.shortValue(of: field))"
        }
        let member = "(?:\(members.joined(separator: "|")))"
        return #"\A"# + space + #"\{"# + space + "(?:\(member)\(space),\(space)){7}+\(member)\(space)" + #"\}"# + space
            + #"\z"#
    }

    private static func shortValue(of field: TransactionField) -> String {
        switch field {
        case .amount:
            let number = #"(?:0|[1-9][0-9]{0,9}+)(?:\.[0-9]{1,2}+)?+"#
            return "(?:\"\(number)\"|\(number))"
        case .quantity: return "[1-9][0-9]{0,9}+"
        case .timestamp:
            let moment = #"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6}+)?+"#
            return "(?:\"\(moment)(?:Z|[+-][0-9]{2}:[0-9]{2})?+\"|0|[1-9][0-9]{0,14}+)"
        default: return #""[^"\\\x00-\x1f]*+""#
        }
    }

    /// A text as a pattern that matches it alone.
    private static func pattern(of text: String) -> String {
        text.unicodeScalars.map { scalar in
            let isWord = scalar.isASCII && (scalar.properties.isAlphabetic || scalar == "_")
            return isWord ? String(scalar) : #"\x{"# + String(scalar.value, radix: 16) + "}"
        }.joined()
    }
}
