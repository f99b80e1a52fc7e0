import CChecksum

/// CRC-32C (Castagnoli), the checksum of iSCSI (RFC 3720, appendix B.4) and of Souk's files.
///
/// It is computed with the processor's own instruction where there is one (SSE 4.2, ARMv8 CRC), and by tables
/// otherwise.
///
/// ```swift
/// var checksum = CRC32C()
/// checksum.update(header)
/// checksum.update(payload)
/// let value = checksum.value
/// ```
@safe
public struct CRC32C: Sendable, Hashable {
    /// The checksum of all bytes until now; 0 for none.
    public private(set) var value: UInt32

    /// Starts at the checksum of the bytes that come before, or at the beginning.
    public init(continuing value: UInt32 = 0) {
        self.value = value
    }

    /// Takes more bytes in.
    public mutating func update(_ bytes: RawSpan) {
        value = Self.checksum(bytes, seed: value)
    }

    /// The checksum of bytes.
    ///
    /// - Parameter seed: the checksum of the bytes before them; 0 if they are the first.
    public static func checksum(_ bytes: RawSpan, seed: UInt32 = 0) -> UInt32 {
        unsafe bytes.withUnsafeBytes { unsafe souk_crc32c(seed, $0.baseAddress, $0.count) }
    }

    /// The checksum of a part of an array, or all of it.
    public static func checksum(_ bytes: [UInt8], _ part: Range<Int>? = nil, seed: UInt32 = 0) -> UInt32 {
        checksum(unsafe bytes.span.bytes.extracting(part ?? 0..<bytes.count), seed: seed)
    }

    /// The same checksum by tables alone: what the accelerated one is tested against.
    public static func portableChecksum(_ bytes: RawSpan, seed: UInt32 = 0) -> UInt32 {
        unsafe bytes.withUnsafeBytes { unsafe souk_crc32c_portable(seed, $0.baseAddress, $0.count) }
    }
}
