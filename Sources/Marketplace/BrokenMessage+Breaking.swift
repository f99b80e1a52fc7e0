extension BrokenMessage {
    /// Breaks a sound message of the simulator.
    ///
    /// - Parameter entropy: random bits, for those that can be broken at several places.
    func broken(_ sound: [UInt8], entropy: UInt64) -> [UInt8] {
        switch self {
        case .empty, .truncated, .trailingGarbage, .twoObjects, .singleQuotes, .trailingComma, .comment, .byteOrderMark,
            .nestedTooDeep, .array, .bareText:
            brokenAsAWhole(sound, entropy: entropy)
        case .unquotedKey, .duplicateKey, .missingField: brokenInItsMembers(sound, entropy: entropy)
        default: brokenInAValue(sound, entropy: entropy)
        }
    }

    private func brokenAsAWhole(_ sound: [UInt8], entropy: UInt64) -> [UInt8] {
        let body = Array(sound.dropLast())
        return switch self {
        case .truncated: Array(sound[..<(1 + Int(entropy % UInt64(sound.count - 1)))])
        case .trailingGarbage: sound + Array("\0\0".utf8)
        case .twoObjects: sound + sound
        case .singleQuotes: sound.map { $0 == UInt8(ascii: "\"") ? UInt8(ascii: "'") : $0 }
        case .trailingComma: body + Array(", }".utf8)
        case .comment: body + Array(" /* sold */}".utf8)
        case .byteOrderMark: [0xEF, 0xBB, 0xBF] + sound
        case .nestedTooDeep:
            body + Array(", \"basket\": ".utf8) + Array(repeating: UInt8(ascii: "["), count: 1000)
                + Array(repeating: UInt8(ascii: "]"), count: 1000) + Array("}".utf8)
        case .array: Array("[".utf8) + sound + Array("]".utf8)
        case .bareText: Array("\"sale\"".utf8)
        default: []
        }
    }

    private func brokenInItsMembers(_ sound: [UInt8], entropy: UInt64) -> [UInt8] {
        var members = MessageMembers(sound)
        let index = Int(entropy % UInt64(members.keys.count))
        switch self {
        case .unquotedKey: return members.joined { $0 == index ? $1 : "\"\($1)\"" }
        case .duplicateKey: members.append(members.keys[index], members.values[index])
        default: members.remove(index)
        }
        return members.joined()
    }

    private func brokenInAValue(_ sound: [UInt8], entropy: UInt64) -> [UInt8] {
        var members = MessageMembers(sound)
        let texts = ["transaction_id", "user_id", "city", "category", "payment_method"]
        let text = texts[Int(entropy % UInt64(texts.count))]
        let any = members.keys[Int(entropy % UInt64(members.keys.count))]
        let year = members.value("timestamp").dropFirst().prefix(4)
        switch self {
        case .notANumber: members.set("amount", "NaN")
        case .leadingZero: members.set("amount", "0\(members.value("amount"))")
        case .rawLineFeed: members.set(text, "\"two\nlines\"")
        case .unknownEscape: members.set(text, "\"a\\x41\"")
        case .loneSurrogate: members.set(text, "\"\\ud83d only\"")
        case .badUTF8: members.set(text, bytes: [0x22, 0xFF, 0xFE, 0x22])
        case .overlongUTF8: members.set(text, bytes: [0x22, 0xC0, 0xAF, 0x22])
        case .cutCharacter: members.set(text, bytes: [0x22, 0x46, 0xC3, 0x22])
        case .nullField: members.set(any, "null")
        case .numberForText: members.set(text, "12345")
        case .objectForText: members.set(text, "{\"name\": \(members.value(text))}")
        case .textForQuantity: members.set("quantity", "\"two\"")
        case .fractionForQuantity: members.set("quantity", "1.5")
        case .booleanForTimestamp: members.set("timestamp", "true")
        case .textTooLong: members.set(text, "\"" + String(repeating: "Casablanca ", count: 30) + "\"")
        case .amountInWords: members.set("amount", "\"free\"")
        case .decimalComma: members.set("amount", "\"12,50\"")
        case .amountTooPrecise:
            members.set("amount", "\(members.value("amount"))\(members.value("amount").contains(".") ? "" : ".")7")
        case .negativeAmount: members.set("amount", "-\(members.value("amount"))")
        case .zeroAmount: members.set("amount", "0.00")
        case .hugeAmount: members.set("amount", "1000000000000.00")
        case .zeroQuantity: members.set("quantity", "0")
        case .negativeQuantity: members.set("quantity", "-1")
        case .hugeQuantity: members.set("quantity", "2147483648")
        case .timestampInWords: members.set("timestamp", "\"yesterday evening\"")
        case .impossibleDate: members.set("timestamp", "\"\(year)-02-30T12:00:00Z\"")
        case .ancientTimestamp: members.set("timestamp", "\"1969-12-31T23:59:59Z\"")
        case .farTimestamp: members.set("timestamp", "\"2201-01-01T00:00:00Z\"")
        // The last year that is not out of range: ahead of every clock, whatever year the simulation plays in.
        default: members.set("timestamp", "\"2199-06-01T12:00:00Z\"")
        }
        return members.joined()
    }
}
