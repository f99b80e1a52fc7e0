/// The parts of a TZif file (RFC 8536, section 3): for each version a header and a block of data, and at last a footer.
struct TZifFile {
    /// What Souk needs of a file.
    struct Contents {
        var initialOffset: Int64
        var transitions: [TimeZoneRules.Transition]
        /// A rule in the notation of the POSIX variable `TZ` for all later moments.
        var footer: String?
    }

    private struct Header {
        var version: UInt8
        var universalCount: Int
        var standardCount: Int
        var leapSecondCount: Int
        var transitionCount: Int
        var typeCount: Int
        var nameByteCount: Int

        func blockLength(timeWidth: Int) -> Int {
            transitionCount * (timeWidth + 1) + typeCount * 6 + nameByteCount + leapSecondCount * (timeWidth + 4)
                + standardCount + universalCount
        }
    }

    private let bytes: [UInt8]
    private var position = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Reads the block with the widest times and the footer behind it.
    mutating func read() throws(TimeZoneRulesError) -> Contents {
        var header = try readHeader()
        guard header.version > 0 else { return try readBlock(header, timeWidth: 4) }
        position += header.blockLength(timeWidth: 4)
        header = try readHeader()
        var contents = try readBlock(header, timeWidth: 8)
        contents.footer = try readFooter()
        return contents
    }

    private mutating func readHeader() throws(TimeZoneRulesError) -> Header {
        guard position + 44 <= bytes.count else { throw .truncated(position: bytes.count) }
        guard bytes[position..<(position + 4)].elementsEqual("TZif".utf8) else { throw .notTZif(position: position) }
        let versionByte = bytes[position + 4]
        position += 20
        var counts: [Int] = []
        for _ in 0..<6 { counts.append(Int(try readInteger(width: 4))) }
        guard counts.allSatisfy({ $0 >= 0 }), counts[4] > 0 else { throw .invalidBlock(position: position) }
        return Header(
            version: versionByte, universalCount: counts[0], standardCount: counts[1], leapSecondCount: counts[2],
            transitionCount: counts[3], typeCount: counts[4], nameByteCount: counts[5])
    }

    private mutating func readBlock(_ header: Header, timeWidth: Int) throws(TimeZoneRulesError) -> Contents {
        let end = position + header.blockLength(timeWidth: timeWidth)
        guard end <= bytes.count else { throw .truncated(position: bytes.count) }
        guard header.leapSecondCount == 0 else { throw .countsLeapSeconds }
        var moments: [Int64] = []
        for _ in 0..<header.transitionCount { moments.append(try readInteger(width: timeWidth)) }
        let types = bytes[position..<(position + header.transitionCount)].map(Int.init)
        position += header.transitionCount
        var offsets: [Int64] = []
        for _ in 0..<header.typeCount {
            offsets.append(try readInteger(width: 4))
            position += 2
        }
        let isAscending = zip(moments, moments.dropFirst()).allSatisfy { $0 < $1 }
        // RFC 8536 wants offsets within -25:00…26:00; a day and two hours either way holds them all.
        guard isAscending, types.allSatisfy(offsets.indices.contains), offsets.allSatisfy({ abs($0) <= 93_600 }) else {
            throw .invalidBlock(position: position)
        }
        position = end
        // Old files begin with a transition at the "big bang" or the least number; sums must not overflow there.
        let farthest = Int64(1) << 59
        let transitions = zip(moments, types).map { moment, type in
            TimeZoneRules.Transition(moment: max(-farthest, min(moment, farthest)), offset: offsets[type])
        }
        return Contents(initialOffset: offsets[0], transitions: transitions, footer: nil)
    }

    private mutating func readFooter() throws(TimeZoneRulesError) -> String? {
        guard position < bytes.count, bytes[position] == 0x0A,
            let end = bytes[(position + 1)...].firstIndex(of: 0x0A)
        else { throw .truncated(position: position) }
        let text = String(decoding: bytes[(position + 1)..<end], as: UTF8.self)
        return text.isEmpty ? nil : text
    }

    /// A signed big-endian number of 4 or 8 bytes.
    private mutating func readInteger(width: Int) throws(TimeZoneRulesError) -> Int64 {
        guard position + width <= bytes.count else { throw .truncated(position: bytes.count) }
        var value: UInt64 = 0
        for byte in bytes[position..<(position + width)] { value = value << 8 | UInt64(byte) }
        position += width
        return width == 4 ? Int64(Int32(truncatingIfNeeded: value)) : Int64(bitPattern: value)
    }
}
