/// Reads back what `BinaryWriter` wrote, trusting nothing.
///
/// Every read is checked against the bytes that are left, so that damaged input yields an error, never a crash, and never
/// makes the reader allocate more than the input's own size. Each value has one encoding only: a longer one is refused.
public struct BinaryReader: Sendable {
    private let bytes: [UInt8]
    /// How many bytes have been read.
    public private(set) var position = 0

    /// A reader that begins at the first byte.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// How many bytes are left.
    public var remaining: Int { bytes.count - position }

    /// Reads an integer in its full width, the lowest byte first.
    ///
    /// - Throws: `.truncated` if fewer bytes are left.
    public mutating func readFixed<Value: FixedWidthInteger>(
        _ type: Value.Type = Value.self
    ) throws(BinaryReaderError) -> Value {
        let width = Value.bitWidth / 8
        try require(width)
        var value: Value = 0
        for index in 0..<width {
            value |= Value(truncatingIfNeeded: bytes[position + index]) << (index * 8)
        }
        position += width
        return value
    }

    /// Reads an unsigned integer of 1 to 10 bytes.
    ///
    /// - Throws: `.truncated` if the bytes end within it; `.overlong` if it has needless bytes or more than 64 bits.
    public mutating func readUnsigned() throws(BinaryReaderError) -> UInt64 {
        let longest = 10
        var value: UInt64 = 0
        for index in 0..<min(remaining, longest) {
            let byte = bytes[position + index]
            value |= UInt64(byte & 0x7F) << UInt64(7 * index)
            if byte >= 0x80 { continue }
            let isNeedless = byte == 0 && index > 0
            let isBeyond64Bits = byte > 1 && index == longest - 1
            guard !isNeedless, !isBeyond64Bits else { break }
            position += index + 1
            return value
        }
        throw endsWithinInteger
            ? BinaryReaderError(.truncated, at: position, "the bytes end within an integer")
            : BinaryReaderError(.overlong, at: position, "an integer is longer than its value or than 64 bits")
    }

    private var endsWithinInteger: Bool {
        remaining < 10 && bytes[position...].allSatisfy { $0 >= 0x80 }
    }

    /// Reads a signed integer of 1 to 10 bytes.
    ///
    /// - Throws: as `readUnsigned` does.
    public mutating func readSigned() throws(BinaryReaderError) -> Int64 {
        let value = try readUnsigned()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    /// Reads the count of elements that follow, each of which takes at least some bytes.
    ///
    /// - Parameters:
    ///   - minimumElementSize: the least number of bytes of an element, at least 1.
    ///   - limit: the greatest count that makes sense.
    /// - Throws: `.countOutOfRange` if the bytes left can't hold so many, or it is beyond the limit; else as
    ///   `readUnsigned` does.
    public mutating func readCount(
        minimumElementSize: Int, limit: Int = .max
    ) throws(BinaryReaderError) -> Int {
        precondition(minimumElementSize > 0, "elements of no bytes can't be limited by the bytes that are left")
        let start = position
        let count = try readUnsigned()
        guard count <= UInt64(remaining / minimumElementSize), count <= UInt64(limit) else {
            throw BinaryReaderError(
                .countOutOfRange, at: start, "a count of \(count) is more than \(remaining) bytes or the limit can hold"
            )
        }
        return Int(count)
    }

    /// Reads a yes or no.
    ///
    /// - Throws: `.invalidValue` if the byte is neither 0 nor 1; `.truncated` if none is left.
    public mutating func readFlag() throws(BinaryReaderError) -> Bool {
        let value: UInt8 = try readFixed()
        guard value <= 1 else {
            throw BinaryReaderError(.invalidValue, at: position - 1, "\(value) is neither yes (1) nor no (0)")
        }
        return value == 1
    }

    /// Reads bytes, their count before them.
    ///
    /// - Throws: `.countOutOfRange` if fewer bytes are left or they are more than `limit`.
    public mutating func readBytes(limit: Int = .max) throws(BinaryReaderError) -> [UInt8] {
        let count = try readCount(minimumElementSize: 1, limit: limit)
        defer { position += count }
        return Array(bytes[position..<position + count])
    }

    /// Reads a text, its length in bytes before it.
    ///
    /// - Throws: `.invalidText` if it is not UTF-8; else as `readBytes` does.
    public mutating func readText(limit: Int = .max) throws(BinaryReaderError) -> String {
        let start = position
        guard let text = String(validating: try readBytes(limit: limit), as: UTF8.self) else {
            throw BinaryReaderError(.invalidText, at: start, "a text is not UTF-8")
        }
        return text
    }

    /// Checks the format's version, one byte.
    ///
    /// - Throws: `.unsupportedVersion` if it is another one; `.truncated` if there is none.
    public mutating func readVersion(_ expected: UInt8) throws(BinaryReaderError) {
        let version: UInt8 = try readFixed()
        guard version == expected else {
            throw BinaryReaderError(
                .unsupportedVersion, at: position - 1, "the format's version is \(version), not \(expected)")
        }
    }

    /// Checks that everything has been read.
    ///
    /// - Throws: `.trailingBytes` if not.
    public func finish() throws(BinaryReaderError) {
        guard remaining == 0 else {
            throw BinaryReaderError(.trailingBytes, at: position, "\(remaining) bytes are left behind the last value")
        }
    }

    /// Checks something about values that were just read.
    ///
    /// - Throws: `.invalidValue` with that problem if the condition does not hold.
    public func check(_ condition: Bool, _ problem: @autoclosure () -> String) throws(BinaryReaderError) {
        guard condition else { throw BinaryReaderError(.invalidValue, at: position, problem()) }
    }

    private func require(_ count: Int) throws(BinaryReaderError) {
        guard remaining >= count else {
            throw BinaryReaderError(.truncated, at: position, "\(count) bytes are needed, \(remaining) are left")
        }
    }
}
