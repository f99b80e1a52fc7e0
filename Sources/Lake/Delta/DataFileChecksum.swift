internal import Checksum
internal import Commerce

/// The CRC-32C of a whole data file, which its `add` action carries as a tag.
///
/// Parquet protects its pages but neither their headers nor its footer, where a flipped bit may change what is read.
enum DataFileChecksum {
    static let tag = "souk.crc32c"

    /// A checksum as eight hexadecimal digits.
    static func describe(_ checksum: UInt32) -> String {
        let digits = String(checksum, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }

    /// Whether a file's content is what the action says; nil if it says nothing.
    static func matches(_ content: [UInt8], _ file: AddFile) -> Bool? {
        guard let expected = file.tags?[tag] ?? nil else { return nil }
        return describe(CRC32C.checksum(content.rawSpan)) == expected
    }
}
