/// Why stored bytes could not be read back: what was wrong with them, and where.
public struct BinaryReaderError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds of damage that callers tell apart.
    public enum Code: Sendable, Hashable {
        /// The bytes end before the value does.
        case truncated
        /// A variable-length integer is longer than its value needs, or than 64 bits.
        case overlong
        /// A text is not UTF-8.
        case invalidText
        /// A count or length is greater than the bytes that follow can hold.
        case countOutOfRange
        /// A value is well formed but can't be true.
        case invalidValue
        /// The bytes were written by a version of the format that this one does not read.
        case unsupportedVersion
        /// Bytes are left behind the last value.
        case trailingBytes
    }

    /// The kind of damage.
    public var code: Code
    /// How many bytes lie before the value that is at fault.
    public var position: Int
    /// What is wrong, and at which byte.
    public var description: String

    /// Describes damage found at a position.
    public init(_ code: Code, at position: Int, _ problem: String) {
        self.code = code
        self.position = position
        description = "byte \(position): \(problem)"
    }
}
