/// The messages in a posted body.
enum PostedMessages {
    /// One message a line; empty lines are none. A body whose first line leaves brackets open is one JSON object laid
    /// out over several lines, and one message.
    static func split(_ body: [UInt8]) -> [[UInt8]] {
        let lines = body.split(separator: UInt8(ascii: "\n")).filter { !$0.allSatisfy(isSpace) }
        guard let first = lines.first else { return [] }
        guard openBrackets(in: first) <= 0 else { return [body] }
        return lines.map { Array($0) }
    }

    /// How many brackets outside strings are opened more than closed.
    private static func openBrackets(in line: ArraySlice<UInt8>) -> Int {
        var depth = 0
        var isInString = false
        var isEscaped = false
        for byte in line {
            switch byte {
            case _ where isEscaped: isEscaped = false
            case UInt8(ascii: "\\") where isInString: isEscaped = true
            case UInt8(ascii: "\""): isInString.toggle()
            case UInt8(ascii: "{") where !isInString, UInt8(ascii: "[") where !isInString: depth += 1
            case UInt8(ascii: "}") where !isInString, UInt8(ascii: "]") where !isInString: depth -= 1
            default: break
            }
        }
        return depth
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0D
    }
}
