extension JSONReader {
    /// Reads a string from behind its opening quote over its closing quote.
    ///
    /// Eight bytes are tested at a time for a quote, a backslash, a control character and anything beyond ASCII
    /// (SIMD within a register, as in Mycroft's test for a zero byte: the lowest marked byte is always a true one).
    @inline(__always)
    mutating func readString() throws(JSONSyntaxError) -> JSONText {
        let start = position
        var end = start
        var hasEscapes = false
        while true {
            let marks = Self.marks(in: bytes.word(at: end))
            guard marks != 0 else {
                end &+= 8
                continue
            }
            end &+= marks.trailingZeroBitCount &>> 3
            let byte = bytes.byte(at: end)
            if byte == ASCII.quote {
                position = end &+ 1
                return JSONText(start: start, end: end, hasEscapes: hasEscapes)
            }
            if byte >= 0x80 {
                let length = wellFormedLength(at: end)
                if length == 0 { noteIllFormed(at: end) }
                end &+= max(length, 1)
            } else {
                position = end
                guard byte == ASCII.backslash else { throw stringFault() }
                hasEscapes = true
                try readEscape()
                end = position
            }
        }
    }

    /// The highest bit of each byte that ends a run of plain text, exact up to the lowest such byte.
    @inline(__always)
    private static func marks(in word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quotes = word ^ (ones &* UInt64(ASCII.quote))
        let backslashes = word ^ (ones &* UInt64(ASCII.backslash))
        let found = (quotes &- ones) | (backslashes &- ones) | (word &- ones &* 0x20)
        // Bytes from 0x80 on are marked anyway, so the subtractions need no mask against them.
        return (found | word) & (ones &* 0x80)
    }

    private func stringFault() -> JSONSyntaxError {
        expected(position < bytes.byteCount ? .escapedControl : .quote)
    }

    /// The length of the UTF-8 sequence at a position (Unicode 16, table 3-7), or 0 where none begins.
    @inline(__always)
    private func wellFormedLength(at place: Int) -> Int {
        let word = bytes.word(at: place)
        let lead = UInt8(truncatingIfNeeded: word)
        let second = UInt8(truncatingIfNeeded: word >> 8)
        switch lead {
        case 0xC2...0xDF: return word & 0xC000 == 0x8000 ? 2 : 0
        case 0xE0...0xEF:
            guard word & 0xC0_C000 == 0x80_8000 else { return 0 }
            if lead == 0xE0 && second < 0xA0 || lead == 0xED && second > 0x9F { return 0 }
            return 3
        case 0xF0...0xF4:
            guard word & 0xC0C0_C000 == 0x8080_8000 else { return 0 }
            if lead == 0xF0 && second < 0x90 || lead == 0xF4 && second > 0x8F { return 0 }
            return 4
        default: return 0
        }
    }

    /// Reads over one escape, and over two that are a surrogate pair.
    private mutating func readEscape() throws(JSONSyntaxError) {
        let start = position
        position += 1
        switch next {
        case ASCII.quote, ASCII.backslash, UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
            UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 1
        case UInt8(ascii: "u"):
            guard let unit = bytes.escapedUnit(at: start) else {
                position += 1
                throw expected(.hexadecimal)
            }
            position += 5
            guard unit & 0xF800 == 0xD800 else { return }
            if unit < 0xDC00, let low = bytes.escapedUnit(at: position), low & 0xFC00 == 0xDC00 {
                position += 6
            } else {
                noteIllFormed(at: start)
            }
        default: throw expected(.escape)
        }
    }
}

extension RawSpan {
    /// The UTF-16 unit of an escape like `\u00e9` at a position, or nil when there is none.
    func escapedUnit(at position: Int) -> UInt32? {
        guard byte(at: position) == ASCII.backslash, byte(at: position + 1) == UInt8(ascii: "u") else { return nil }
        var unit: UInt32 = 0
        for index in 2..<6 {
            guard let digit = ASCII.hexadecimal(byte(at: position + index)) else { return nil }
            unit = unit << 4 | digit
        }
        return unit
    }
}
