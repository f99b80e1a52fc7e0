extension TransactionDecoder {
    /// Reads the value of one member and notes what is wrong with it; only faults of syntax are thrown.
    @inline(__always)
    mutating func readValue(
        of field: TransactionField?, from reader: inout JSONReader, latest: Int64, into draft: inout TransactionDraft
    ) throws(JSONSyntaxError) {
        switch field {
        case nil: try reader.skipValue(depth: 1)
        case .amount?: try readAmount(from: &reader, into: &draft)
        case .quantity?: try readQuantity(from: &reader, into: &draft)
        case .timestamp?: try readTimestamp(from: &reader, latest: latest, into: &draft)
        case .currency?: try readCurrency(from: &reader, into: &draft)
        case let text?: try readText(of: text, from: &reader, into: &draft)
        }
    }

    @inline(__always)
    private mutating func readText(
        of field: TransactionField, from reader: inout JSONReader, into draft: inout TransactionDraft
    ) throws(JSONSyntaxError) {
        let start = reader.position
        guard reader.next == ASCII.quote else {
            try skipWrongType(of: field, from: &reader, into: &draft)
            return
        }
        reader.position += 1
        let content = try reader.readString()
        var text = TransactionDraft.Text(start: content.start, end: content.end)
        if content.hasEscapes {
            text = unescape(content, in: reader.bytes)
            draft.unescaped |= 1 << field.rawValue
        }
        draft.texts[Int(field.rawValue)] = text
        if text.end - text.start > Self.textByteLimit {
            draft.note(.textTooLong, field: field, start: start, end: reader.position)
        }
    }

    /// Resolves the escapes of a string into the scratch, and tells where.
    private mutating func unescape(_ content: JSONText, in message: RawSpan) -> TransactionDraft.Text {
        let start = unescaped.count
        unescaped.appendUnescaped(message.extracting(content.start..<content.end))
        return TransactionDraft.Text(start: start, end: unescaped.count)
    }

    @inline(never)
    private func skipWrongType(
        of field: TransactionField, from reader: inout JSONReader, into draft: inout TransactionDraft
    ) throws(JSONSyntaxError) {
        let start = reader.position
        try reader.skipValue(depth: 1)
        draft.note(.wrongType, field: field, start: start, end: reader.position)
    }

    @inline(__always)
    private mutating func readAmount(
        from reader: inout JSONReader, into draft: inout TransactionDraft
    ) throws(JSONSyntaxError) {
        let start = reader.position
        if reader.startsNumber {
            let number = try reader.readNumber()
            judge(
                MinorUnits(number, in: reader.bytes, decimals: decimals), start: start, end: reader.position,
                into: &draft)
        } else if reader.next == ASCII.quote {
            reader.position += 1
            let content = try reader.readString()
            let judgement = judgement(ofQuoted: content, in: reader.bytes)
            judge(judgement, start: start, end: reader.position, into: &draft)
        } else {
            try skipWrongType(of: .amount, from: &reader, into: &draft)
        }
    }

    /// The judgement of an amount that stands in a string; nil when the string holds anything but a JSON number.
    private mutating func judgement(ofQuoted content: JSONText, in message: RawSpan) -> MinorUnits? {
        guard content.hasEscapes else {
            return judgement(ofDigits: message.extracting(content.start..<content.end))
        }
        let place = unescape(content, in: message)
        let scratch = unescaped
        return judgement(ofDigits: scratch.rawSpan.extracting(place.start..<place.end))
    }

    private func judgement(ofDigits bytes: RawSpan) -> MinorUnits? {
        var reader = JSONReader(bytes)
        guard let number = try? reader.readNumber(), number.end == bytes.byteCount else { return nil }
        return MinorUnits(number, in: bytes, decimals: decimals)
    }

    @inline(__always)
    private func judge(_ judgement: MinorUnits?, start: Int, end: Int, into draft: inout TransactionDraft) {
        switch judgement {
        case .exact(let minorUnits)?: draft.amount = minorUnits
        case .tooPrecise?: draft.note(.amountTooPrecise, field: .amount, start: start, end: end)
        case .outOfRange?: draft.note(.amountOutOfRange, field: .amount, start: start, end: end)
        case nil: draft.note(.invalidAmount, field: .amount, start: start, end: end)
        }
    }

    @inline(__always)
    private func readQuantity(
        from reader: inout JSONReader, into draft: inout TransactionDraft
    ) throws(JSONSyntaxError) {
        guard reader.startsNumber else {
            try skipWrongType(of: .quantity, from: &reader, into: &draft)
            return
        }
        let number = try reader.readNumber()
        if !number.isInteger {
            draft.note(.wrongType, field: .quantity, start: number.start, end: number.end)
        } else if number.isNegative || number.integerDigitCount > 10 || number.magnitude == 0
            || number.magnitude > Int32.max
        {
            draft.note(.quantityOutOfRange, field: .quantity, start: number.start, end: number.end)
        } else {
            draft.quantity = Int32(number.magnitude)
        }
    }

    @inline(__always)
    private mutating func readTimestamp(
        from reader: inout JSONReader, latest: Int64, into draft: inout TransactionDraft
    ) throws(JSONSyntaxError) {
        let start = reader.position
        let moment: Int64?
        if reader.next == ASCII.quote {
            reader.position += 1
            let content = try reader.readString()
            moment = self.moment(ofQuoted: content, in: reader.bytes)
        } else if reader.startsNumber {
            let number = try reader.readNumber()
            guard number.isInteger else {
                draft.note(.wrongType, field: .timestamp, start: start, end: number.end)
                return
            }
            moment = epoch.microseconds(number)
        } else {
            try skipWrongType(of: .timestamp, from: &reader, into: &draft)
            return
        }
        judge(moment, latest: latest, start: start, end: reader.position, into: &draft)
    }

    @inline(__always)
    private func judge(
        _ moment: Int64?, latest: Int64, start: Int, end: Int, into draft: inout TransactionDraft
    ) {
        guard let moment else {
            draft.note(.invalidTimestamp, field: .timestamp, start: start, end: end)
            return
        }
        guard Timestamp.acceptedMicroseconds.contains(moment) else {
            draft.note(.timestampOutOfRange, field: .timestamp, start: start, end: end)
            return
        }
        if moment > latest { draft.note(.timestampInFuture, field: .timestamp, start: start, end: end) }
        draft.timestamp = moment
    }

    @inline(__always)
    private mutating func moment(ofQuoted content: JSONText, in message: RawSpan) -> Int64? {
        guard content.hasEscapes else { return timestamps.read(message.extracting(content.start..<content.end)) }
        let place = unescape(content, in: message)
        let scratch = unescaped
        return timestamps.read(scratch.rawSpan.extracting(place.start..<place.end))
    }

    /// Checks that a message is in the lake's currency. Null is as good as nothing; case makes no difference.
    @inline(never)
    private mutating func readCurrency(
        from reader: inout JSONReader, into draft: inout TransactionDraft
    ) throws(JSONSyntaxError) {
        let start = reader.position
        guard reader.next == ASCII.quote else {
            let isNull = reader.next == UInt8(ascii: "n")
            try reader.skipValue(depth: 1)
            if !isNull { draft.note(.wrongType, field: .currency, start: start, end: reader.position) }
            return
        }
        reader.position += 1
        let content = try reader.readString()
        let isLakes: Bool
        if content.hasEscapes {
            let place = unescape(content, in: reader.bytes)
            let scratch = unescaped
            isLakes = isCurrency(scratch.rawSpan.extracting(place.start..<place.end))
        } else {
            isLakes = isCurrency(reader.bytes.extracting(content.start..<content.end))
        }
        if !isLakes { draft.note(.wrongCurrency, field: .currency, start: start, end: reader.position) }
    }

    private func isCurrency(_ text: RawSpan) -> Bool {
        text.byteCount == currency.code.utf8.count
            && zip(currency.code.utf8, 0...).allSatisfy { text.byte(at: $1) & ~0x20 == $0 }
    }
}
