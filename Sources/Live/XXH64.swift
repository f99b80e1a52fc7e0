/// The 64-bit hash XXH64 with seed 0, as its specification defines it (xxHash fast digest algorithm, version 0.1.1).
///
/// It is the same in every process, so that sketches can be stored and merged.
enum XXH64 {
    private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
    private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
    private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
    private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
    private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5

    /// The hash of the bytes in a range.
    static func hash(_ bytes: [UInt8], in range: Range<Int>) -> UInt64 {
        let text = bytes.span.extracting(range)
        var position = 0
        var hash = prime5
        if text.count >= 32 {
            hash = stripes(of: text, position: &position)
        }
        hash &+= UInt64(text.count)
        while position + 8 <= text.count {
            hash = rotate(hash ^ round(0, word(of: text, at: position, bytes: 8)), by: 27) &* prime1 &+ prime4
            position += 8
        }
        if position + 4 <= text.count {
            hash = rotate(hash ^ (word(of: text, at: position, bytes: 4) &* prime1), by: 23) &* prime2 &+ prime3
            position += 4
        }
        while position < text.count {
            hash = rotate(hash ^ (UInt64(text[position]) &* prime5), by: 11) &* prime1
            position += 1
        }
        return avalanche(hash)
    }

    private static func stripes(of text: Span<UInt8>, position: inout Int) -> UInt64 {
        var lane1 = prime1 &+ prime2
        var lane2 = prime2
        var lane3: UInt64 = 0
        var lane4 = 0 &- prime1
        while position + 32 <= text.count {
            lane1 = round(lane1, word(of: text, at: position, bytes: 8))
            lane2 = round(lane2, word(of: text, at: position + 8, bytes: 8))
            lane3 = round(lane3, word(of: text, at: position + 16, bytes: 8))
            lane4 = round(lane4, word(of: text, at: position + 24, bytes: 8))
            position += 32
        }
        var hash = rotate(lane1, by: 1) &+ rotate(lane2, by: 7) &+ rotate(lane3, by: 12) &+ rotate(lane4, by: 18)
        for lane in [lane1, lane2, lane3, lane4] {
            hash = (hash ^ round(0, lane)) &* prime1 &+ prime4
        }
        return hash
    }

    @inline(__always)
    private static func word(of text: Span<UInt8>, at position: Int, bytes: Int) -> UInt64 {
        var word: UInt64 = 0
        for index in 0..<bytes {
            word |= UInt64(text[position + index]) << UInt64(8 * index)
        }
        return word
    }

    @inline(__always)
    private static func round(_ lane: UInt64, _ input: UInt64) -> UInt64 {
        rotate(lane &+ input &* prime2, by: 31) &* prime1
    }

    @inline(__always)
    private static func rotate(_ value: UInt64, by bits: UInt64) -> UInt64 {
        value << bits | value >> (64 - bits)
    }

    private static func avalanche(_ value: UInt64) -> UInt64 {
        var hash = value
        hash = (hash ^ hash >> 33) &* prime2
        hash = (hash ^ hash >> 29) &* prime3
        return hash ^ hash >> 32
    }
}
