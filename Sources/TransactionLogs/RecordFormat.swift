internal import Checksum

/// A record in a segment: the payload's length (4 bytes), a CRC-32C of that length and the payload (4 bytes), the
/// payload.
///
/// Nothing in it depends on when or by whom it was written: the same messages make the same bytes.
enum RecordFormat {
    /// Bytes in front of a payload.
    static let headerBytes = 8

    /// Appends a record to bytes.
    static func append(_ payload: RawSpan, to bytes: inout [UInt8]) {
        let length = UInt32(payload.byteCount).littleEndian
        unsafe withUnsafeBytes(of: length) { lengthBytes in
            let seed = unsafe CRC32C.checksum(RawSpan(_unsafeBytes: lengthBytes))
            let checksum = CRC32C.checksum(payload, seed: seed).littleEndian
            unsafe bytes.append(contentsOf: lengthBytes)
            unsafe withUnsafeBytes(of: checksum) { unsafe bytes.append(contentsOf: $0) }
        }
        unsafe payload.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
    }

    /// How many bytes the record at an index has, header included, as its length says. Its header must be there.
    @inline(__always)
    static func recordBytes(in bytes: RawSpan, at index: Int) -> Int {
        headerBytes
            + Int(UInt32(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt32.self)))
    }

    /// Whether the whole record at an index has the checksum that it claims.
    @inline(__always)
    static func isIntact(in bytes: RawSpan, at index: Int, recordBytes: Int) -> Bool {
        let claimed = UInt32(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index + 4, as: UInt32.self))
        let seed = CRC32C.checksum(bytes.extracting(index..<index + 4))
        return CRC32C.checksum(bytes.extracting(index + headerBytes..<index + recordBytes), seed: seed) == claimed
    }
}
