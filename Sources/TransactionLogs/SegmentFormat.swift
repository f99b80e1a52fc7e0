internal import Checksum

/// A segment: a file named by the offset of its first record, with a header of 32 bytes and records behind it.
///
/// The header holds magic (8 bytes), version (4), partition (4), the first offset (8), zeros (4) and a CRC-32C of the
/// rest.
enum SegmentFormat {
    /// Bytes in front of the first record.
    static let headerBytes = 32
    private static let magic: UInt64 = 0x474D_4553_4B55_4F53  // "SOUKSEGM"
    private static let version: UInt32 = 1

    /// The header of a segment.
    static func header(partition: Int32, base: Int64) -> [UInt8] {
        var bytes: [UInt8] = []
        LittleEndian.append(magic, to: &bytes)
        LittleEndian.append(version, to: &bytes)
        LittleEndian.append(partition, to: &bytes)
        LittleEndian.append(base, to: &bytes)
        LittleEndian.append(UInt32(0), to: &bytes)
        LittleEndian.append(CRC32C.checksum(bytes), to: &bytes)
        return bytes
    }

    /// The name of the file of records, or another one that belongs to it.
    static func name(base: Int64, extension suffix: String = "log") -> String {
        let digits = String(base)
        return String(repeating: "0", count: 20 - digits.count) + digits + "." + suffix
    }

    /// The first offset that a name tells; nil if it is not a segment's.
    static func base(ofName name: String) -> Int64? {
        guard name.utf8.count == 24, name.hasSuffix(".log"), let base = Int64(name.dropLast(4)), base >= 0 else {
            return nil
        }
        return base
    }
}
