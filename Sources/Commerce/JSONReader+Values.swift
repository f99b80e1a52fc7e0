extension JSONReader {
    /// Reads a number. What may follow it is the caller's to judge.
    @inline(__always)
    mutating func readNumber() throws(JSONSyntaxError) -> JSONNumber {
        let start = position
        let isNegative = next == ASCII.minus
        if isNegative { position += 1 }
        var magnitude: UInt64 = 0
        if next == ASCII.zero {
            position += 1
        } else {
            try readDigits(into: &magnitude)
        }
        let integerEnd = position
        if next == ASCII.point {
            position += 1
            try readDigits(into: &magnitude)
        }
        let fractionEnd = position
        if next | 0x20 == UInt8(ascii: "e") {
            position += 1
            if next == ASCII.plus || next == ASCII.minus { position += 1 }
            var exponent: UInt64 = 0
            try readDigits(into: &exponent)
        }
        return JSONNumber(
            start: start, integerEnd: integerEnd, fractionEnd: fractionEnd, end: position, isNegative: isNegative,
            magnitude: magnitude)
    }

    @inline(__always)
    private mutating func readDigits(into magnitude: inout UInt64) throws(JSONSyntaxError) {
        var digit = ASCII.digit(next)
        guard digit <= 9 else { throw expected(.digit) }
        repeat {
            magnitude = magnitude &* 10 &+ UInt64(digit)
            position += 1
            digit = ASCII.digit(next)
        } while digit <= 9
    }

    /// Reads over any value, checking it wholly.
    ///
    /// - Parameter depth: How many containers are open around the value.
    mutating func skipValue(depth: Int) throws(JSONSyntaxError) {
        var open = OpenContainers(outside: depth)
        repeat {
            let isAtFirstElement = try skipScalarOrOpen(&open)
            if !isAtFirstElement { try skipToNextElement(&open) }
        } while !open.isEmpty
    }

    /// Reads over a scalar or an empty container, or opens one and stops before its first element, which is what it tells.
    private mutating func skipScalarOrOpen(_ open: inout OpenContainers) throws(JSONSyntaxError) -> Bool {
        switch next {
        case ASCII.quote:
            position += 1
            _ = try readString()
        case ASCII.minus, ASCII.zero...UInt8(ascii: "9"): _ = try readNumber()
        case ASCII.openBrace: return try enterContainer(&open, isObject: true, closing: ASCII.closeBrace)
        case ASCII.openBracket: return try enterContainer(&open, isObject: false, closing: ASCII.closeBracket)
        case UInt8(ascii: "t"): try skipWord(0x6575_7274, length: 4)
        case UInt8(ascii: "n"): try skipWord(0x6C6C_756E, length: 4)
        case UInt8(ascii: "f"): try skipWord(0x65_736C_6166, length: 5)
        default: throw expected(.value)
        }
        return false
    }

    private mutating func enterContainer(
        _ open: inout OpenContainers, isObject: Bool, closing: UInt8
    ) throws(JSONSyntaxError) -> Bool {
        guard !open.isFull else { throw expected(.shallow) }
        position += 1
        skipWhitespace()
        if next == closing {
            position += 1
            return false
        }
        open.push(isObject: isObject)
        if isObject { _ = try readKey() }
        return true
    }

    /// Behind an element: closes the containers that end here and reads the comma (and key) up to the next element.
    private mutating func skipToNextElement(_ open: inout OpenContainers) throws(JSONSyntaxError) {
        while !open.isEmpty {
            skipWhitespace()
            if next == ASCII.comma {
                position += 1
                skipWhitespace()
                if open.isInObject { _ = try readKey() }
                return
            }
            guard next == (open.isInObject ? ASCII.closeBrace : ASCII.closeBracket) else {
                throw expected(open.isInObject ? .commaOrBrace : .commaOrBracket)
            }
            position += 1
            open.pop()
        }
    }

    /// Reads over `true`, `false` or `null`, given as the letters of a little-endian word.
    private mutating func skipWord(_ letters: UInt64, length: Int) throws(JSONSyntaxError) {
        let mask = (UInt64(1) << UInt64(8 * length)) - 1
        guard bytes.word(at: position) & mask == letters else { throw expected(.value) }
        position += length
    }
}
