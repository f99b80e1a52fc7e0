internal import Checksum

/// What is decided when an embedded log is created and never changes: who it is, how many partitions it has, its
/// limits.
///
/// It lies in the file `log` of the log's directory: magic, format version, partitions, record limit (all 4 bytes),
/// segment size (8 bytes), the identity (16 bytes) and a CRC-32C of what stands before it.
public struct EmbeddedLogLayout: Sendable, Hashable {
    /// How many partitions a log may have.
    public static let partitionLimits: ClosedRange<Int32> = 1...1024
    /// How many bytes a segment may be given: 4 KiB to 1 GiB.
    public static let segmentByteLimits = 4096...1 << 30
    /// How many bytes a message may be allowed: up to 64 MiB.
    public static let recordByteLimits = 1...64 << 20

    /// The 16 bytes that tell this log from every other. They come from the caller, so that a seeded one makes the same
    /// log byte for byte.
    public var identity: [UInt8]
    /// How many partitions there are, within `partitionLimits`.
    public var partitions: Int32
    /// The most bytes that a segment file holds before the next one is begun, within `segmentByteLimits`.
    public var segmentBytes: Int
    /// The most bytes that one message may have, within `recordByteLimits`.
    public var maximumRecordBytes: Int

    /// The layout of a new log.
    ///
    /// - Parameter identity: exactly 16 bytes, random unless the log is to be reproducible.
    public init(
        identity: [UInt8], partitions: Int32 = 4, segmentBytes: Int = 256 << 20, maximumRecordBytes: Int = 16 << 20
    ) {
        precondition(identity.count == 16, "a log's identity has 16 bytes")
        precondition(Self.partitionLimits.contains(partitions), "a log has 1 to 1024 partitions")
        precondition(Self.segmentByteLimits.contains(segmentBytes), "a segment has 4 KiB to 1 GiB")
        precondition(Self.recordByteLimits.contains(maximumRecordBytes), "a record has 1 byte to 64 MiB")
        self.identity = identity
        self.partitions = partitions
        self.segmentBytes = segmentBytes
        self.maximumRecordBytes = maximumRecordBytes
    }

    /// `log:` and the identity in the form of a UUID.
    var logIdentity: LogIdentity {
        var text = "log:"
        for (index, byte) in identity.enumerated() {
            if [4, 6, 8, 10].contains(index) { text += "-" }
            text += byte < 16 ? "0" + String(byte, radix: 16) : String(byte, radix: 16)
        }
        return LogIdentity(text)
    }

    private static let magic: UInt32 = 0x4B55_4F53  // "SOUK"
    private static let version: UInt32 = 1
    private static let encodedBytes = 4 * 4 + 8 + 16 + 4

    /// The content of the file.
    func encoded() -> [UInt8] {
        var bytes: [UInt8] = []
        LittleEndian.append(Self.magic, to: &bytes)
        LittleEndian.append(Self.version, to: &bytes)
        LittleEndian.append(UInt32(partitions), to: &bytes)
        LittleEndian.append(UInt32(maximumRecordBytes), to: &bytes)
        LittleEndian.append(UInt64(segmentBytes), to: &bytes)
        bytes += identity
        LittleEndian.append(CRC32C.checksum(bytes), to: &bytes)
        return bytes
    }

    /// The layout in a file's content.
    ///
    /// - Throws: `TransactionLogError` with code `.damaged`, or `.notPermitted` for a format of a later version.
    init(decoding bytes: [UInt8], path: String) throws(TransactionLogError) {
        guard bytes.count == Self.encodedBytes, LittleEndian.load(from: bytes, at: 0) == Self.magic,
            CRC32C.checksum(bytes, 0..<bytes.count - 4)
                == LittleEndian.load(UInt32.self, from: bytes, at: bytes.count - 4)
        else {
            throw TransactionLogError(
                .damaged, "\(path) is not the description of a log, or it is damaged; restore it from a copy")
        }
        let version = LittleEndian.load(UInt32.self, from: bytes, at: 4)
        guard version == Self.version else {
            throw TransactionLogError(
                .notPermitted,
                "\(path) has format \(version), and this Souk knows \(Self.version); use the Souk that wrote it")
        }
        let partitions = Int32(bitPattern: LittleEndian.load(from: bytes, at: 8))
        let recordBytes = Int(LittleEndian.load(UInt32.self, from: bytes, at: 12))
        let segmentBytes = Int(exactly: LittleEndian.load(UInt64.self, from: bytes, at: 16))
        guard let segmentBytes, Self.partitionLimits.contains(partitions), Self.recordByteLimits.contains(recordBytes),
            Self.segmentByteLimits.contains(segmentBytes)
        else {
            throw TransactionLogError(
                .damaged, "\(path) gives the log limits that no log can have; restore it from a copy")
        }
        self.init(
            identity: Array(bytes[24..<40]), partitions: partitions, segmentBytes: segmentBytes,
            maximumRecordBytes: recordBytes)
    }
}
