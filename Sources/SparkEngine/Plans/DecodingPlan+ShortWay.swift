internal import Commerce

/// The short way: one pass of a regular expression proves that a message is sound and takes it apart.
///
/// Its groups are the values of the eight fields, in the order of the fields, whatever that of the members is. The message is
/// replaced by them, with a control character in front of each, which a sound message doesn't hold, and split there.
extension DecodingPlan {
    private static let separator = "\u{1}"

    /// What stands in front of the first separator and between the others, NULL for a message that is not for the short way.
    var shortParts: String {
        guard isShortWayOpen else { return "CAST(NULL AS ARRAY<STRING>)" }
        let text = "CAST(`value` AS STRING)"
        let separator = SQLText.literal(Self.separator)
        let replacement = "$1,$2,$3,$4,$5$6,$7,$8,$9$10".split(separator: ",").map { Self.separator + $0 }.joined()
        let replaced =
            "regexp_replace(\(text), \(SQLText.literal(shortPattern)), \(SQLText.literal(replacement)))"
        return "CASE WHEN is_valid_utf8(\(text)) AND NOT startswith(\(text), \(separator)) "
            + "THEN split(\(replaced), \(separator)) END"
    }

    /// A structure of the eight values, NULL for a message that was not taken apart or lacks a field.
    ///
    /// There are eight members in any case, not counting a currency, so that one that stands twice leaves another one empty.
    var shortReading: String {
        let parts = TransactionField.required.map { Self.part($0) }
        let conditions = ["size(parts) = 9", "get(parts, 0) = ''"] + parts.map { "\($0) <> ''" }
        let values = zip(TransactionField.required, parts).map { field, part in
            switch field {
            case .amount: (field.defaultName, "CAST(\(part) AS \(amountType))")
            case .quantity: (field.defaultName, "CAST(\(part) AS BIGINT)")
            case .timestamp: (field.defaultName, shortMoment(of: part))
            default: (field.defaultName, "substr(\(part), 2)")
            }
        }
        return "CASE WHEN \(conditions.joined(separator: " AND ")) THEN \(SQLText.structure(values)) END"
    }

    /// Whether all that is read in the short way is acceptable.
    var isShortAccepted: String {
        let texts: [TransactionField] = [.transactionID, .userID, .city, .category, .paymentMethod]
        let lengths = texts.map { "octet_length(short.\($0.defaultName)) <= \(TransactionDecoder.textByteLimit)" }
        let others = [
            "short.amount > 0", "short.quantity <= \(Int32.max)", isAcceptable("short.timestamp"),
            "short.timestamp <= \(latest)",
        ]
        return (lengths + others).joined(separator: " AND ")
    }

    /// The columns of what was read in the short way.
    var shortRow: String {
        SQLText.structure(
            TransactionField.required.map { field in
                let value = "short.\(field.defaultName)"
                return (field.defaultName, field == .quantity ? "CAST(\(value) AS INT)" : value)
            })
    }

    private static func part(_ field: TransactionField) -> String { "get(parts, \(field.rawValue + 1))" }

    /// The moment that a value says, NULL if it is none.
    private func shortMoment(of text: String) -> String {
        "CASE WHEN substr(\(text), 5, 1) <> '-' OR length(\(text)) < 5 THEN \(moment(ofInteger: text)) "
            + "WHEN right(\(text), 1) = 'Z' OR substr(\(text), -6, 1) IN ('+', '-') THEN try_cast(\(text) AS TIMESTAMP) "
            + "ELSE try_cast(concat(\(text), \(zoneSuffix)) AS TIMESTAMP) END"
    }

    /// The pattern compares keys as they are spelled, so names that must be escaped are left to the long way.
    private var isShortWayOpen: Bool {
        TransactionField.allCases.allSatisfy { field in
            fields[field].unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\"" && $0 != "\\" }
        }
    }

    /// One object of eight members, each of them one of the eight fields with a value of its type, and perhaps a currency that is
    /// the lake's or null. A currency with its key once more behind it, be it in a text, is left to the long way.
    private var shortPattern: String {
        let space = JSONPattern.whitespace
        func key(_ field: TransactionField) -> String { "\"\(Self.pattern(of: fields[field]))\"" }
        let members = TransactionField.required.map { "\(key($0))\(space):\(space)\(shortValue(of: $0))" }
        let member = "(?:\(members.joined(separator: "|")))"
        // A comma behind every member but the last; the pattern is not written twice, for each group has one place.
        let end = #"(?:,"# + space + #"(?=")|(?=\}))"#
        let currency =
            "(?:\(key(.currency))\(space):\(space)(?:\"\(currencyPattern)\"|null)\(space)\(end)(?!.*\(key(.currency))))?+"
        return #"(?s)\A"# + space + #"\{"# + space + "(?:\(currency)\(member)\(space)\(end)){8}+\(currency)" + #"\}"#
            + space
            + #"\z"#
    }

    /// The value of a field with its group: texts with their opening quote, so that no group that matches is empty.
    private func shortValue(of field: TransactionField) -> String {
        switch field {
        case .amount:
            let decimals = currency.minorUnitDigits
            let fraction = decimals == 0 ? "" : #"(?:\.[0-9]{1,"# + "\(decimals)}+)?+"
            let number = "(?:0|[1-9][0-9]{0,\(11 - decimals)}+)" + fraction
            return "(?:\"(\(number))\"|(\(number)))"
        case .quantity: return "([1-9][0-9]{0,9}+)"
        case .timestamp:
            let moment = #"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6}+)?+"#
            return "(?:\"(\(moment)(?:Z|[+-][0-9]{2}:[0-9]{2})?+)\"|(0|[1-9][0-9]{0,18}+))"
        default: return #"("[^"\\\x00-\x1f]*+)""#
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
