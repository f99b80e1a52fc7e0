internal import Commerce

/// The judgement of one field: a structure of `fault`, a reason or NULL, and `value`.
extension DecodingPlan {
    /// A time as `TimestampReader` takes it, but for the calendar.
    private static let moment =
        #"\A[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[Tt ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]{1,9})?)?"#
        + #"(?: ?(?:[Zz]|UTC|[+-](?:(?:0[0-9]|1[0-7])(?::?[0-5][0-9])?|18(?::?00)?)))?)?\z"#

    /// The judgement of a field by its value as it stands in the message.
    func judgement(of field: TransactionField, _ content: String) -> String {
        switch field {
        case .amount: judgementOfAmount(content)
        case .quantity: Self.judgementOfQuantity(content)
        case .timestamp: judgementOfTimestamp(content)
        case .currency: judgementOfCurrency(content)
        default: Self.judgementOfText(content)
        }
    }

    /// What may be wrong with a field.
    static func faults(of field: TransactionField) -> [Rejection.Reason] {
        switch field {
        case .amount: [.wrongType, .invalidAmount, .amountTooPrecise, .amountOutOfRange]
        case .quantity: [.wrongType, .quantityOutOfRange]
        case .timestamp: [.wrongType, .invalidTimestamp, .timestampOutOfRange, .timestampInFuture]
        case .currency: [.wrongType, .wrongCurrency]
        default: [.wrongType, .textTooLong]
        }
    }

    /// The text of a JSON string that stands in a message with its quotes.
    static func unescaped(_ string: String) -> String {
        #"IF(contains(\#(string), '\\'), from_json(concat('[', \#(string), ']'), 'array<string>')[0], "#
            + "substr(\(string), 2, length(\(string)) - 2))"
    }

    private static func judgementOfText(_ content: String) -> String {
        let text = #"CASE WHEN \#(content) LIKE '"%' THEN \#(unescaped(content)) END"#
        let fault =
            "CASE WHEN text IS NULL THEN 'wrong_type' "
            + "WHEN octet_length(text) > \(TransactionDecoder.textByteLimit) THEN 'text_too_long' END"
        return SQLText.binding("text", text, in: SQLText.structure([("fault", fault), ("value", "text")]))
    }

    private func judgementOfAmount(_ content: String) -> String {
        let isNumber = "\(content) RLIKE \(SQLText.literal(#"\A[-0-9]"#))"
        let isString = #"\#(content) LIKE '"%'"#
        let number = "CASE WHEN \(isNumber) THEN \(content) WHEN \(isString) THEN \(Self.unescaped(content)) END"
        let isSpelledWell = "number RLIKE \(SQLText.literal(#"\A"# + JSONPattern.number + #"\z"#))"
        let verdict = """
            CASE WHEN number IS NULL THEN \(Self.fault(.wrongType, amountType))
            WHEN NOT \(isSpelledWell) THEN \(Self.fault(.invalidAmount, amountType))
            ELSE \(judgementOfNumber) END
            """
        return SQLText.binding("number", number, in: verdict)
    }

    /// The exact value of a JSON number of any length: the digits from the first to the last that is not zero, times a power
    /// of ten, counted in minor units.
    private var judgementOfNumber: String {
        let parts = SQLText.structure([
            ("whole", "regexp_extract(number, '[0-9]++', 0)"),
            ("fraction", "regexp_extract(number, \(SQLText.literal(#"\.([0-9]++)"#)), 1)"),
            ("exponent", "regexp_extract(number, '[eE]([-+]?[0-9]++)', 1)"),
        ])
        let digits = "concat(parts.whole, parts.fraction)"
        let zerosAtEnd = "length(\(digits)) - length(trim(TRAILING '0' FROM \(digits)))"
        let significand = SQLText.structure([
            ("digits", "trim(BOTH '0' FROM \(digits))"),
            ("power", "\(zerosAtEnd) - length(parts.fraction) + \(currency.minorUnitDigits) + \(Self.exponent)"),
        ])
        let zeros = "repeat('0', CAST(significand.power AS INT))"
        let value = "CAST(concat(significand.digits, \(zeros), 'E-\(currency.minorUnitDigits)') AS \(amountType))"
        let isTooLarge = "number LIKE '-%' OR length(significand.digits) + significand.power > 12"
        let verdict = """
            CASE WHEN significand.digits = '' THEN \(Self.fault(.amountOutOfRange, amountType))
            WHEN significand.power < 0 THEN \(Self.fault(.amountTooPrecise, amountType))
            WHEN \(isTooLarge) THEN \(Self.fault(.amountOutOfRange, amountType))
            ELSE \(SQLText.structure([("fault", "CAST(NULL AS STRING)"), ("value", value)])) END
            """
        return SQLText.binding("parts", parts, in: SQLText.binding("significand", significand, in: verdict))
    }

    /// A pattern of the lake's currency in any case.
    var currencyPattern: String { currency.code.map { "[\($0)\($0.lowercased())]" }.joined() }

    private func judgementOfCurrency(_ content: String) -> String {
        let isLakes = "\(Self.unescaped(content)) RLIKE \(SQLText.literal(#"\A"# + currencyPattern + #"\z"#))"
        let none = SQLText.structure([("fault", "CAST(NULL AS STRING)"), ("value", "CAST(NULL AS STRING)")])
        return """
            CASE WHEN \(content) IS NULL OR \(content) = 'null' THEN \(none)
            WHEN NOT \(content) LIKE '"%' THEN \(Self.fault(.wrongType, "STRING"))
            WHEN NOT \(isLakes) THEN \(Self.fault(.wrongCurrency, "STRING"))
            ELSE \(none) END
            """
    }

    /// The exponent, held within ±10¹⁵: a message has fewer digits than that, so further out nothing changes.
    private static let exponent = {
        let magnitude = "trim(LEADING '0' FROM translate(parts.exponent, '+-', ''))"
        return "IF(parts.exponent LIKE '-%', -1L, 1L) * CASE WHEN \(magnitude) = '' THEN 0L "
            + "WHEN length(\(magnitude)) > 15 THEN 1000000000000000L ELSE CAST(\(magnitude) AS BIGINT) END"
    }()

    private static func judgementOfQuantity(_ content: String) -> String {
        """
        CASE WHEN NOT \(isInteger(content)) THEN \(fault(.wrongType, "INT"))
        WHEN length(\(content)) > 10 OR \(content) LIKE '-%' OR \(content) = '0' THEN \(fault(.quantityOutOfRange, "INT"))
        WHEN CAST(\(content) AS BIGINT) > \(Int32.max) THEN \(fault(.quantityOutOfRange, "INT"))
        ELSE \(SQLText.structure([("fault", "CAST(NULL AS STRING)"), ("value", "CAST(\(content) AS INT)")])) END
        """
    }

    private func judgementOfTimestamp(_ content: String) -> String {
        let isString = #"\#(content) LIKE '"%'"#
        let isMoment =
            "text RLIKE \(SQLText.literal(Self.moment)) AND try_cast(left(text, 10) AS DATE) IS NOT NULL"
        let ofInteger = moment(ofInteger: content)
        let ofText = SQLText.binding("text", Self.unescaped(content), in: "try_cast(\(normalizedMoment) AS TIMESTAMP)")
        let fault = """
            CASE WHEN moment IS NULL OR NOT (\(isAcceptable("moment"))) THEN 'timestamp_out_of_range'
            WHEN moment > \(latest) THEN 'timestamp_in_future' END
            """
        let verdict = SQLText.binding(
            "moment", "IF(\(isString), \(ofText), \(ofInteger))",
            in: SQLText.structure([("fault", fault), ("value", "moment")]))
        return """
            CASE WHEN NOT (\(isString) OR \(Self.isInteger(content))) THEN \(Self.fault(.wrongType, "TIMESTAMP"))
            WHEN \(isString) AND NOT \(SQLText.binding("text", Self.unescaped(content), in: isMoment))
            THEN \(Self.fault(.invalidTimestamp, "TIMESTAMP"))
            ELSE \(verdict) END
            """
    }

    /// The moment that an integer says in digits, NULL for one that is negative or has more digits than any acceptable moment.
    func moment(ofInteger digits: String) -> String {
        func micros(_ unit: EpochUnit) -> String {
            switch unit {
            case .auto:
                // The limits of `EpochUnit.auto`.
                "CASE WHEN length(\(digits)) <= 11 THEN \(micros(.seconds)) WHEN length(\(digits)) <= 14 "
                    + "THEN \(micros(.milliseconds)) WHEN length(\(digits)) <= 17 THEN \(micros(.microseconds)) "
                    + "ELSE \(micros(.nanoseconds)) END"
            case .seconds: "IF(length(\(digits)) > 12, NULL, CAST(\(digits) AS BIGINT) * 1000000)"
            case .milliseconds: "IF(length(\(digits)) > 15, NULL, CAST(\(digits) AS BIGINT) * 1000)"
            case .microseconds: "IF(length(\(digits)) > 18, NULL, CAST(\(digits) AS BIGINT))"
            case .nanoseconds:
                // All but the last three digits, so that nothing overflows.
                "IF(length(\(digits)) > 19, NULL, CAST(concat('0', left(\(digits), greatest(length(\(digits)) - 3, 0))) AS BIGINT))"
            }
        }
        return "timestamp_micros(IF(\(digits) LIKE '-%', IF(\(digits) = '-0', 0L, NULL), \(micros(epoch))))"
    }

    /// A time in the one form of ISO 8601 that Spark reads as Souk does.
    private var normalizedMoment: String {
        let second = "regexp_extract(text, \(SQLText.literal(#"\A.{16}:([0-9]{2})"#)), 1)"
        let fraction = "regexp_extract(text, '[.,]([0-9]++)', 1)"
        let clock = "IF(length(text) = 10, '00:00', substr(text, 12, 5))"
        let zone = "regexp_extract(text, \(SQLText.literal(#"\A.{16}[:.,0-9]*+ ?+(.*)\z"#)), 1)"
        let normalizedZone =
            "CASE WHEN \(zone) = '' THEN \(zoneSuffix) WHEN upper(\(zone)) IN ('Z', 'UTC') THEN 'Z' "
            + "WHEN length(\(zone)) = 3 THEN concat(\(zone), ':00') "
            + "ELSE concat(left(\(zone), 3), ':', right(\(zone), 2)) END"
        return "concat(left(text, 10), 'T', \(clock), ':', IF(\(second) = '', '00', \(second)), '.', "
            + "rpad(left(\(fraction), 6), 6, '0'), \(normalizedZone))"
    }

    private static func isInteger(_ content: String) -> String {
        "\(content) RLIKE \(SQLText.literal(#"\A-?[0-9]++\z"#))"
    }

    private static func fault(_ reason: Rejection.Reason, _ type: String) -> String {
        SQLText.structure([("fault", SQLText.literal(reason.rawValue)), ("value", "CAST(NULL AS \(type))")])
    }
}
