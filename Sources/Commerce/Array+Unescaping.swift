extension [UInt8] {
    /// Appends the text of a JSON string whose escapes have been checked.
    ///
    /// Half a surrogate pair, for which the message is refused anyway, becomes U+FFFD.
    mutating func appendUnescaped(_ content: RawSpan) {
        var position = 0
        while position < content.byteCount {
            let byte = content.byte(at: position)
            guard byte == ASCII.backslash else {
                append(byte)
                position += 1
                continue
            }
            let letter = content.byte(at: position + 1)
            guard letter == UInt8(ascii: "u") else {
                append(Self.character(escapedAs: letter))
                position += 2
                continue
            }
            let (scalar, length) = Self.scalar(in: content, at: position)
            append(contentsOf: Unicode.UTF8.encode(scalar) ?? Unicode.UTF8.encodedReplacementCharacter)
            position += length
        }
    }

    private static func character(escapedAs letter: UInt8) -> UInt8 {
        switch letter {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "t"): 0x09
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "r"): 0x0D
        default: letter
        }
    }

    /// The character of one `\u` escape or of two that form a pair, and how many bytes they take.
    private static func scalar(in content: RawSpan, at position: Int) -> (Unicode.Scalar, length: Int) {
        let unit = content.escapedUnit(at: position) ?? 0xD800
        if unit & 0xFC00 == 0xD800, let low = content.escapedUnit(at: position + 6), low & 0xFC00 == 0xDC00 {
            let scalar = Unicode.Scalar(0x10000 + (unit & 0x3FF) << 10 + low & 0x3FF)
            return (scalar ?? "\u{FFFD}", 12)
        }
        return (Unicode.Scalar(unit) ?? "\u{FFFD}", 6)
    }
}
