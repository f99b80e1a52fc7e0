/// Makes messages as producers may spell them, and as they should not.
package struct MessageGenerator {
    package var random: SplitMix64
    let names: [[UInt8]]
    private let decimals: Int

    /// - Parameters:
    ///   - names: the keys of the eight fields and of the currency.
    ///   - decimals: how many decimals most amounts have.
    package init(seed: UInt64, names: [String], decimals: Int = 2) {
        random = SplitMix64(seed: seed)
        self.decimals = decimals
        self.names = names.map { Array($0.utf8) }
    }

    /// How one message is spelled.
    private struct Style {
        var afterColon: [UInt8]
        var afterComma: [UInt8]
        var around: [UInt8]
    }

    private static let plain = Style(afterColon: [0x20], afterComma: [0x20], around: [])
    private static let compact = Style(afterColon: [], afterComma: [], around: [])
    private static let odd = Style(
        afterColon: Array("\t ".utf8), afterComma: Array("\n  ".utf8), around: Array(" \r\n\t".utf8))

    /// A message that is mostly acceptable: any order of keys, any whitespace, fields beside the eight, odd values.
    package mutating func message() -> [UInt8] {
        if random.oneIn(200) { return random.pick(Self.wholeMessages) }
        let style = random.oneIn(3) ? random.oneIn(2) ? Self.compact : Self.odd : Self.plain
        var order = Array(0..<8)
        if random.oneIn(10) { order.append(8) }
        if random.oneIn(4) { order.shuffle(using: &random) }
        if random.oneIn(60) { order.remove(at: random.below(order.count)) }
        if random.oneIn(60) { order.insert(random.below(8), at: random.below(order.count + 1)) }
        var members = order.map { (key: key(names[$0]), value: value(of: $0)) }
        if random.oneIn(5) {
            for _ in 0...random.below(3) {
                members.insert((unknownKey(), json(depth: 0)), at: random.below(members.count + 1))
            }
        }
        if random.oneIn(2_000) { members.append((Array(#""deep""#.utf8), nested())) }
        return spelled(members, in: style)
    }

    private mutating func spelled(_ members: [(key: [UInt8], value: [UInt8])], in style: Style) -> [UInt8] {
        var message = style.around
        message.append(0x7B)
        for (index, member) in members.enumerated() {
            if index > 0 { message.append(0x2C) }
            if index > 0 || !style.around.isEmpty { message += style.afterComma }
            message += member.key
            message += style.around
            message.append(0x3A)
            message += style.afterColon
            message += member.value
            message += style.around
        }
        message.append(0x7D)
        message += style.around
        return message
    }

    private mutating func key(_ name: [UInt8]) -> [UInt8] {
        guard random.oneIn(60) || name.contains(0x22) else { return [0x22] + name + [0x22] }
        return string(escaping: name)
    }

    private mutating func unknownKey() -> [UInt8] {
        random.oneIn(2) ? random.pick(Self.unknownKeys) : [0x22] + Array("x\(random.below(1_000))".utf8) + [0x22]
    }

    private mutating func value(of field: Int) -> [UInt8] {
        if random.oneIn(200) { return json(depth: 0) }
        switch field {
        case 4: return amount()
        case 5: return random.oneIn(30) ? random.pick(Self.oddQuantities) : Array(String(1 + random.below(9)).utf8)
        case 7: return timestamp()
        case 8: return random.pick(Self.currencies)
        default: return text(field)
        }
    }

    private mutating func text(_ field: Int) -> [UInt8] {
        if random.oneIn(60) { return random.pick(Self.oddTexts) }
        if random.oneIn(25) { return string(escaping: random.pick(Self.words)) }
        if random.oneIn(100) { return longText() }
        if field > 1 { return [0x22] + random.pick(Self.words) + [0x22] }
        return [0x22] + Array("user_\(random.below(100_000))-\(random.next())".utf8) + [0x22]
    }

    /// A text of about the most bytes that are allowed, in characters of one to four bytes, some of them escaped.
    private mutating func longText() -> [UInt8] {
        let character = random.pick([("a", 1), ("é", 2), ("€", 3), ("😀", 4)])
        let count = (252 + random.below(8)) / character.1
        let text = String(repeating: character.0, count: count) + String(repeating: "b", count: random.below(4))
        return random.oneIn(2) ? [0x22] + Array(text.utf8) + [0x22] : string(escaping: Array(text.utf8))
    }

    /// A JSON string with a content, some characters of which are spelled as escapes.
    private mutating func string(escaping content: [UInt8]) -> [UInt8] {
        var result: [UInt8] = [0x22]
        for unit in String(decoding: content, as: UTF8.self).unicodeScalars {
            if unit == "\"" || unit == "\\" || unit.value < 0x20 || random.oneIn(2) {
                for half in String(unit).utf16 {
                    let digits = String(half, radix: 16, uppercase: random.oneIn(2))
                    result +=
                        Array("\\u".utf8) + Array(repeating: 0x30, count: 4 - digits.utf8.count) + Array(digits.utf8)
                }
            } else {
                result += Array(String(unit).utf8)
            }
        }
        return result + [0x22]
    }

    private mutating func amount() -> [UInt8] {
        if random.oneIn(20) { return random.pick(Self.oddAmounts) }
        let number: String
        if random.oneIn(10) {
            number = "\(random.below(100_000)).\(random.below(100_000))e\(random.below(30) - 15)"
        } else {
            let cents = 1 + random.below(10_000_000)
            let digits =
                decimals == 3 ? "\(cents / 100 % 10)\(cents / 10 % 10)\(cents % 10)" : "\(cents / 10 % 10)\(cents % 10)"
            number = decimals == 0 && !random.oneIn(20) ? String(cents) : "\(cents / 1_000).\(digits)"
        }
        return random.oneIn(10) ? Array("\"\(number)\"".utf8) : Array(number.utf8)
    }

    private mutating func timestamp() -> [UInt8] {
        if random.oneIn(25) { return random.pick(Self.oddTimestamps) }
        if random.oneIn(8) {
            let seconds = random.below(1_800_000_000)
            return Array(random.pick(["\(seconds)", "\(seconds)123", "\(seconds)123456", "\(seconds)123456789"]).utf8)
        }
        if random.oneIn(12) {
            return Array("\"2025-\(padded(random.below(13), 2))-\(padded(random.below(31), 2))\"".utf8)
        }
        let year = random.oneIn(10) ? 1_900 + random.below(400) : 2_025
        let month = random.below(random.oneIn(30) ? 14 : 12) + 1
        let day = random.below(random.oneIn(10) ? 33 : 28) + 1
        var text = "\"\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
        text += random.pick(["T", "T", "T", " ", "t"])
        text += padded(random.below(random.oneIn(30) ? 30 : 24), 2) + ":" + padded(random.below(60), 2)
        if !random.oneIn(8) {
            text += ":" + padded(random.below(random.oneIn(30) ? 70 : 60), 2)
            if !random.oneIn(3) {
                text += random.pick([".", ".", ","])
                text += String(String(random.next()).prefix(1 + random.below(random.oneIn(9) ? 12 : 6)))
            }
        }
        let hours = padded(random.below(20), 2)
        let minutes = padded(random.below(random.oneIn(9) ? 70 : 60), 2)
        text += random.pick([
            "", "", "", "Z", "Z", "z", " UTC", " +0100", " -0400", " Z", "+0\(random.below(10))", "-\(hours)\(minutes)",
            "+\(hours):\(minutes)",
        ])
        return Array((text + "\"").utf8)
    }

    private func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    /// Any JSON value.
    private mutating func json(depth: Int) -> [UInt8] {
        if depth > 3 || !random.oneIn(4) { return random.pick(Self.scalars) }
        let count = random.below(4)
        if random.oneIn(2) {
            return Array("[".utf8) + (0..<count).map { _ in json(depth: depth + 1) }.joined(separator: [0x2C])
                + Array("]".utf8)
        }
        let members = (0..<count).map { _ in unknownKey() + [0x3A] + json(depth: depth + 1) }
        return Array("{".utf8) + members.joined(separator: [0x2C, 0x20]) + Array("}".utf8)
    }

    /// Arrays and objects nested about as deep as is allowed, or far deeper.
    private mutating func nested() -> [UInt8] {
        let depth = random.oneIn(10) ? 3_000 : 124 + random.below(8)
        let isObject = random.oneIn(2)
        let open = Array((isObject ? #"{"a":"# : "[").utf8)
        let core = Array((isObject ? "{}" : "[]").utf8)
        return Array(repeating: open, count: depth).flatMap { $0 } + core
            + [UInt8](repeating: isObject ? 0x7D : 0x5D, count: depth)
    }
}
