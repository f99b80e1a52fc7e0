/// Appends values to a growing array of bytes, in the format that `BinaryReader` reads back.
///
/// Fixed-width integers are little-endian. Variable-length integers are unsigned LEB128 (seven bits a byte, the lowest
/// first); signed ones are zig-zag encoded before. Bytes and texts are preceded by their length.
public struct BinaryWriter: Sendable {
    /// What has been written.
    public private(set) var bytes: [UInt8] = []

    /// A writer of nothing yet, with room for a number of bytes.
    public init(minimumCapacity: Int = 0) {
        bytes.reserveCapacity(minimumCapacity)
    }

    /// Appends an integer in its full width, the lowest byte first.
    public mutating func writeFixed(_ value: some FixedWidthInteger) {
        for shift in stride(from: 0, to: value.bitWidth, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    /// Appends an unsigned integer in 1 to 10 bytes.
    public mutating func writeUnsigned(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Appends a signed integer in 1 to 10 bytes; those near zero, of either sign, are short.
    public mutating func writeSigned(_ value: Int64) {
        writeUnsigned(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    /// Appends a count or length, which is never negative.
    public mutating func writeCount(_ count: Int) {
        precondition(count >= 0, "a count can't be negative")
        writeUnsigned(UInt64(count))
    }

    /// Appends a yes or no as one byte.
    public mutating func writeFlag(_ flag: Bool) {
        bytes.append(flag ? 1 : 0)
    }

    /// Appends bytes, their count before them.
    public mutating func writeBytes(_ values: [UInt8]) {
        writeCount(values.count)
        bytes.append(contentsOf: values)
    }

    /// Appends a text as UTF-8, its length in bytes before it.
    public mutating func writeText(_ text: String) {
        writeCount(text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }
}
