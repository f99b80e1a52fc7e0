extension MessageGenerator {
    private static let telling =
        Array("\"\\{}[]:,0123456789.eE+-tfnu \n\t/\u{0}\u{1F}".utf8) + [0x7F, 0x80, 0xC3, 0xE2, 0xF0, 0xFF]

    /// A message with one to three faults of the kinds that happen to bytes.
    package mutating func mutated(_ message: [UInt8]) -> [UInt8] {
        var bytes = message
        for _ in 0...(random.oneIn(3) ? random.below(3) : 0) where !bytes.isEmpty {
            mutate(&bytes)
        }
        return bytes
    }

    private mutating func mutate(_ bytes: inout [UInt8]) {
        let place = random.below(bytes.count)
        let other = random.below(bytes.count)
        let length = min(1 + random.below(random.oneIn(3) ? 40 : 3), bytes.count - place)
        switch random.below(9) {
        case 0: bytes[place] ^= 1 << UInt8(random.below(8))
        case 1: bytes[place] = random.pick(Self.telling)
        case 2: bytes.removeSubrange(place..<(place + length))
        case 3: bytes.insert(random.pick(Self.telling), at: place)
        case 4: bytes.removeSubrange(place...)
        case 5: bytes.insert(contentsOf: Array(bytes[place..<(place + length)]), at: other)
        case 6: bytes.swapAt(place, other)
        case 7: bytes.append(random.pick(Self.telling))
        default: swapSeparatedParts(of: &bytes)
        }
    }

    /// Exchanges two parts between commas, colons and brackets: the message stays nearly well-formed.
    private mutating func swapSeparatedParts(of bytes: inout [UInt8]) {
        var parts = bytes.split(omittingEmptySubsequences: false) { $0 == 0x2C || $0 == 0x3A }
        let separators = bytes.filter { $0 == 0x2C || $0 == 0x3A }
        parts.swapAt(random.below(parts.count), random.below(parts.count))
        var result: [UInt8] = []
        for (index, part) in parts.enumerated() {
            result += part
            if index < separators.count { result.append(separators[index]) }
        }
        bytes = result
    }
}
