extension TransactionDecoder {
    /// How much of a value is quoted in a rejection's detail, in bytes.
    private static let quotedByteLimit = 64

    /// The rejection of a message that is not JSON.
    func rejection(of payload: RawSpan, offset: Int64, for error: JSONSyntaxError) -> Rejection {
        let position = error.position
        let found: String
        if payload.byteCount == 0 {
            found = "the message is empty"
        } else if position >= payload.byteCount {
            found = "found the end of the message"
        } else {
            found = "found \(Self.describe(payload.byte(at: position)))"
        }
        let detail = "byte \(position): expected \(error.expectation.rawValue), \(found)"
        return Rejection(offset: offset, reason: .invalidJSON, detail: detail, payload: payload.copied())
    }

    /// The rejection of a message that is JSON, for the first reason that applies.
    func rejection(
        of payload: RawSpan, offset: Int64, illFormedPosition: Int?, draft: TransactionDraft
    ) -> Rejection {
        let (reason, detail) = explanation(of: payload, illFormedPosition: illFormedPosition, draft: draft)
        return Rejection(offset: offset, reason: reason, detail: detail, payload: payload.copied())
    }

    private func explanation(
        of payload: RawSpan, illFormedPosition: Int?, draft: TransactionDraft
    ) -> (Rejection.Reason, String) {
        if let position = illFormedPosition {
            let byte = payload.byte(at: position)
            let found =
                byte == ASCII.backslash ? "an escape of half a surrogate pair" : "\(Self.describe(byte)), not UTF-8"
            return (.invalidUTF8, "byte \(position): \(found)")
        }
        guard draft.isObject else {
            return (.notAnObject, "expected an object, found \(Self.quote(payload, 0, payload.byteCount))")
        }
        if let key = draft.duplicateKey {
            let name = Self.quote(payload, key.start, key.end)
            return (.duplicateKey, "byte \(key.start): the key \"\(name)\" stands twice")
        }
        let missing = TransactionField.required.filter { draft.seen & (1 << $0.rawValue) == 0 }
        guard missing.isEmpty, let fault = draft.fault else {
            return (.missingField, "missing: " + missing.map { fields[$0] }.joined(separator: ", "))
        }
        let value = Self.quote(payload, fault.start, fault.end)
        return (
            fault.reason,
            "\(fields[fault.field]) at byte \(fault.start): expected \(Self.rule(broken: fault.reason, fault.field, in: currency)), found \(value)"
        )
    }

    /// What a field's value should have been, in words; another decoder by the same rules says the same.
    package static func rule(
        broken reason: Rejection.Reason, _ field: TransactionField, in currency: Currency
    ) -> String {
        switch (reason, field) {
        case (.wrongType, .amount): "a number or a string that holds one"
        case (.wrongType, .quantity): "an integer"
        case (.wrongType, .timestamp): "an ISO 8601 string or an integer since the epoch"
        case (.wrongType, _): "a string"
        case (.textTooLong, _): "at most \(textByteLimit) bytes of UTF-8"
        case (.invalidAmount, _): "a string that holds a JSON number and nothing else"
        case (.amountTooPrecise, _) where currency.minorUnitDigits == 0: "a whole number of \(currency.code)"
        case (.amountTooPrecise, _): "at most \(currency.minorUnitDigits) decimals"
        case (.amountOutOfRange, _):
            "an amount over 0 and up to \(Money(minorUnits: Int64(MinorUnits.largest), currency: currency).decimalText)"
        case (.wrongCurrency, _): "the lake's currency \(currency.code)"
        case (.quantityOutOfRange, _): "a quantity from 1 to \(Int32.max)"
        case (.timestampOutOfRange, _): "a time in the years 1970 to 2200 UTC"
        case (.timestampInFuture, _): "a time not ahead of the clock by more than the allowed skew"
        default: "a time like 2026-01-02T03:04:05.678Z"
        }
    }

    private static func describe(_ byte: UInt8) -> String {
        let isPrintable = (0x21...0x7E).contains(byte)
        return isPrintable ? "'\(Unicode.Scalar(byte))'" : "the byte 0x" + String(byte, radix: 16, uppercase: true)
    }

    /// A value as it stands in the message, shortened.
    private static func quote(_ payload: RawSpan, _ start: Int, _ end: Int) -> String {
        let isShortened = end - start > quotedByteLimit
        let bytes = payload.extracting(start..<(isShortened ? start + quotedByteLimit : end)).copied()
        return String(decoding: bytes, as: UTF8.self) + (isShortened ? "…" : "")
    }
}

extension RawSpan {
    /// The bytes as an array of their own.
    package func copied() -> [UInt8] {
        var copy: [UInt8] = []
        copy.append(self)
        return copy
    }
}
