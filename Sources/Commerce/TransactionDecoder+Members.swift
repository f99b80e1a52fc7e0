extension TransactionDecoder {
    /// Reads a whole message: whitespace, one value, whitespace.
    mutating func readMessage(
        _ reader: inout JSONReader, latest: Int64, into draft: inout TransactionDraft
    ) throws(JSONSyntaxError) {
        draft.isObject = try readMembers(&reader, latest: latest, into: &draft)
        if !draft.isObject { try reader.skipValue(depth: 0) }
        try reader.readEnd()
    }

    /// Reads an object from the whitespace before it to its closing brace.
    ///
    /// As long as the bytes between the values are those of the template, members are recognised by comparing them; from
    /// the first difference on they are read byte by byte, and recorded for the next message.
    ///
    /// - Returns: Whether there is an object; if there is none, the reader stands before the value that is there instead.
    @inline(__always)
    private mutating func readMembers(
        _ reader: inout JSONReader, latest: Int64, into draft: inout TransactionDraft
    ) throws(JSONSyntaxError) -> Bool {
        var index = 0
        while index < template.count,
            let length = template.match(index, in: reader.bytes, at: reader.position)
        {
            reader.position += length
            // The last message may have had less whitespace before this value.
            reader.skipWhitespace()
            let field = template.field(index)
            if let field { draft.seen |= 1 << field.rawValue }
            try readValue(of: field, from: &reader, latest: latest, into: &draft)
            index += 1
        }
        if index > 0 && reader.next == ASCII.closeBrace {
            reader.position += 1
            return true
        }
        return try readUnfamiliarMembers(from: index, of: &reader, latest: latest, into: &draft)
    }

    /// Reads members from a place on where the template did not match.
    @inline(never)
    private mutating func readUnfamiliarMembers(
        from first: Int, of reader: inout JSONReader, latest: Int64, into draft: inout TransactionDraft
    ) throws(JSONSyntaxError) -> Bool {
        var index = first
        collectUnknownKeys(before: first)
        while true {
            let start = reader.position
            reader.skipWhitespace()
            if index == 0 && reader.next != ASCII.openBrace { return false }
            if index > 0 {
                if reader.next == ASCII.closeBrace { break }
                guard reader.next == ASCII.comma else { throw reader.expected(.commaOrBrace) }
            }
            reader.position += 1
            reader.skipWhitespace()
            if index == 0 && reader.next == ASCII.closeBrace { break }
            let key = try reader.readKey()
            let (field, isNew) = identify(key, in: reader.bytes, seen: draft.seen)
            if isNew {
                template.record(index, field: field, in: reader.bytes, range: start..<reader.position, key: key)
                if let field { draft.seen |= 1 << field.rawValue }
            } else {
                template.truncate(to: index)
                draft.noteDuplicate(key)
            }
            try readValue(of: isNew ? field : nil, from: &reader, latest: latest, into: &draft)
            index += 1
        }
        reader.position += 1
        return true
    }

    /// Begins the set of this message's unknown keys with those that were recognised by the template.
    private mutating func collectUnknownKeys(before end: Int) {
        unknownKeys.removeAll(keepingCapacity: unknownKeys.bytes.capacity <= Self.scratchLimit)
        let known = template
        for index in 0..<end where known.field(index) == nil {
            _ = identify(known.key(index), in: known.text(of: index), seen: 0)
        }
    }

    /// The field that a key names, and whether the key is the first of its kind.
    private mutating func identify(
        _ key: JSONText, in message: RawSpan, seen: UInt16
    ) -> (field: TransactionField?, isNew: Bool) {
        guard key.hasEscapes else {
            return keys.identify(message.extracting(key.start..<key.end), seen: seen, unknown: &unknownKeys)
        }
        let start = unescaped.count
        unescaped.appendUnescaped(message.extracting(key.start..<key.end))
        let scratch = unescaped
        let text = scratch.rawSpan.extracting(start..<scratch.count)
        return keys.identify(text, seen: seen, unknown: &unknownKeys)
    }
}
