internal import Commerce

/// The long way: `judgement` of a message is a structure of `reason`, `detail` and `row`; either the row is NULL or the two
/// others are.
extension DecodingPlan {
    private var rowType: String {
        "STRUCT<transaction_id: STRING, user_id: STRING, city: STRING, category: STRING, amount: \(amountType), "
            + "quantity: INT, payment_method: STRING, timestamp: TIMESTAMP>"
    }

    /// The judgement of a message in a column of type BINARY.
    func judgement(of column: String) -> String {
        // As Latin-1 every byte is a character, so that syntax can be judged before the encoding is.
        let message = SQLText.structure([
            ("text", "CAST(\(column) AS STRING)"), ("bytes", "decode(\(column), 'ISO-8859-1')"),
        ])
        let verdict = """
            CASE WHEN \(column) IS NULL THEN \(rejection(.tombstone, "'the message has no value'"))
            WHEN message.bytes = '' THEN \(rejection(.invalidJSON, "'expected a value, the message is empty'"))
            WHEN NOT \(Self.isJSON("message.bytes")) THEN \(rejection(.invalidJSON, Self.syntaxDetail))
            WHEN NOT is_valid_utf8(message.text) THEN \(rejection(.invalidUTF8, "'found bytes that are not UTF-8'"))
            WHEN NOT message.bytes RLIKE \(SQLText.literal(JSONPattern.pairedSurrogates))
            THEN \(rejection(.invalidUTF8, "'found an escape of half a surrogate pair'"))
            WHEN NOT message.text RLIKE \(SQLText.literal(JSONPattern.objectStart))
            THEN \(rejection(.notAnObject, "concat('expected an object, found ', \(Self.quoted("message.text")))"))
            ELSE \(SQLText.binding("members", Self.members, in: judgementOfMembers)) END
            """
        return SQLText.binding("message", message, in: verdict)
    }

    private static let syntaxDetail =
        "'expected JSON as RFC 8259 defines it with at most \(JSONPattern.depthLimit) levels of nesting'"

    /// Whether a text is JSON: its tokens are, and its containers, emptied from the innermost outwards, leave one scalar.
    private static func isJSON(_ text: String) -> String {
        let strings = "regexp_replace(\(text), \(SQLText.literal(JSONPattern.string)), '\"')"
        let scalars = "regexp_replace(\(strings), \(SQLText.literal(JSONPattern.bareValue)), '0')"
        let skeleton = #"translate(\#(scalars), ' \t\n\r', '')"#
        let emptied = "regexp_replace(skeleton, \(SQLText.literal(JSONPattern.innermostContainer)), '0')"
        return "(\(text) RLIKE \(SQLText.literal(JSONPattern.tokens)) "
            + "AND aggregate(sequence(1, \(JSONPattern.depthLimit)), \(skeleton), (skeleton, depth) -> IF(length(skeleton) < 2, skeleton, \(emptied))) IN ('0', '\"'))"
    }

    /// The keys of the object, without escapes, and its values as they stand, both in the order of the message.
    private static let members = {
        let member = SQLText.literal(JSONPattern.member)
        return SQLText.structure([
            ("keys", "transform(regexp_extract_all(message.text, \(member), 1), key -> \(unescaped("key")))"),
            ("contents", "regexp_extract_all(message.text, \(member), 2)"),
        ])
    }()

    private var judgementOfMembers: String {
        let keys = TransactionField.required.map { SQLText.literal(fields[$0]) }
        let names = "array(\(keys.joined(separator: ", ")))"
        let missing = "array_except(\(names), members.keys)"
        let duplicate = "filter(members.keys, (key, index) -> array_position(members.keys, key) <= index)[0]"
        let duplicateDetail = "concat('the key \"', \(Self.quoted(duplicate)), '\" stands twice')"
        let missingDetail = "concat('missing: ', array_join(\(missing), ', '))"
        let contents = SQLText.structure(
            TransactionField.allCases.map { field in
                let position = "CAST(array_position(members.keys, \(SQLText.literal(fields[field]))) AS INT)"
                return (field.defaultName, "get(members.contents, \(position) - 1)")
            })
        let judged = SQLText.structure(
            TransactionField.allCases.map { ($0.defaultName, judgement(of: $0, "content.\($0.defaultName)")) })
        let verdict = SQLText.binding(
            "content", contents, in: SQLText.binding("judged", judged, in: judgementOfFields))
        return """
            CASE WHEN size(array_distinct(members.keys)) < size(members.keys)
            THEN \(rejection(.duplicateKey, duplicateDetail))
            WHEN size(\(missing)) > 0 THEN \(rejection(.missingField, missingDetail))
            ELSE \(verdict) END
            """
    }

    /// The fault of the first field that has one, or the row.
    private var judgementOfFields: String {
        let fields = TransactionField.allCases.sorted { $0.rank < $1.rank }
        let fault = "coalesce(" + fields.map { "judged.\($0.defaultName).fault" }.joined(separator: ", ") + ")"
        let details = fields.map { field in
            "WHEN judged.\(field.defaultName).fault IS NOT NULL THEN \(detail(of: field))"
        }
        let row = SQLText.structure(
            TransactionField.required.map { ($0.defaultName, "judged.\($0.defaultName).value") })
        return SQLText.structure([
            ("reason", fault), ("detail", "CASE \(details.joined(separator: " ")) END"),
            ("row", "IF(\(fault) IS NULL, \(row), CAST(NULL AS \(rowType)))"),
        ])
    }

    private func detail(of field: TransactionField) -> String {
        let rules = Self.faults(of: field).map { reason in
            "WHEN \(SQLText.literal(reason.rawValue)) THEN \(SQLText.literal(TransactionDecoder.rule(broken: reason, field, in: currency)))"
        }
        let rule = "CASE judged.\(field.defaultName).fault \(rules.joined(separator: " ")) END"
        let value = Self.quoted("content.\(field.defaultName)")
        return "concat(\(SQLText.literal(fields[field] + ": expected ")), \(rule), ', found ', \(value))"
    }

    private func rejection(_ reason: Rejection.Reason, _ detail: String) -> String {
        SQLText.structure([
            ("reason", SQLText.literal(reason.rawValue)), ("detail", detail), ("row", "CAST(NULL AS \(rowType))"),
        ])
    }

    /// A text as it stands in the message, shortened.
    private static func quoted(_ text: String) -> String {
        "concat(left(\(text), 64), IF(length(\(text)) > 64, '…', ''))"
    }
}
