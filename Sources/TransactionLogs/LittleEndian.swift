/// Integers of the log's files: little-endian, at any position.
enum LittleEndian {
    /// Appends an integer to bytes.
    static func append<Integer: FixedWidthInteger>(_ value: Integer, to bytes: inout [UInt8]) {
        unsafe withUnsafeBytes(of: value.littleEndian) { unsafe bytes.append(contentsOf: $0) }
    }

    /// The integer that begins at an index.
    static func load<Integer: FixedWidthInteger & BitwiseCopyable>(
        _ type: Integer.Type = Integer.self, from bytes: [UInt8], at index: Int
    ) -> Integer {
        Integer(littleEndian: unsafe bytes.span.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: type))
    }
}
