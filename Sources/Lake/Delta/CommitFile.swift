internal import Checksum
internal import Commerce

/// The content of a commit's file: one action a line, the `commitInfo` first.
///
/// The protocol has no means to see that a file lost its last lines, so Souk's commits carry the CRC-32C of the whole
/// file in `commitInfo.soukChecksum`, taken with zeros in its place.
enum CommitFile {
    static let noChecksum = "00000000"
    private static let checksumKey = Array("\"soukChecksum\":\"".utf8)
    private static let engineMark = Array("\"engineInfo\":\"Souk/".utf8)

    /// The bytes of a commit.
    static func encode(_ actions: [DeltaAction], info: CommitInfo) throws -> [UInt8] {
        let newline = UInt8(ascii: "\n")
        var bytes = try JSON.encode(ActionLine(info))
        bytes.append(newline)
        for action in actions {
            bytes += try JSON.encode(ActionLine(action))
            bytes.append(newline)
        }
        guard let place = placeOfChecksum(in: bytes) else {
            preconditionFailure("a commit without a place for its checksum")
        }
        bytes.replaceSubrange(place, with: hexadecimal(checksum(of: bytes)))
        return bytes
    }

    /// The actions of a commit.
    ///
    /// - Throws: `DeltaError` for a line that is no action, and for a commit of Souk's that is not as it was written.
    static func decode(_ bytes: [UInt8], version: Int64, at location: String) throws -> DeltaCommit {
        try verify(bytes, version: version, at: location)
        var commit = DeltaCommit(version: version, actions: [], info: nil)
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let parsed: ActionLine
            do {
                parsed = try JSON.decode(from: line)
            } catch let error as DeltaError {
                throw error
            } catch {
                throw DeltaError(.damaged, "version \(version) of \(location) has a line that is no action: \(error)")
            }
            if let action = parsed.action { commit.actions.append(action) }
            if let info = parsed.commitInfo { commit.info = info }
        }
        return commit
    }

    private static func verify(_ bytes: [UInt8], version: Int64, at location: String) throws(DeltaError) {
        guard !bytes.isEmpty else { throw DeltaError(.damaged, "version \(version) of \(location) is empty.") }
        guard let place = placeOfChecksum(in: bytes) else {
            guard firstLine(of: bytes).firstRange(of: engineMark) == nil else { throw damaged(version, location) }
            return
        }
        var cleared = bytes
        cleared.replaceSubrange(place, with: noChecksum.utf8)
        guard Array(bytes[place]) == hexadecimal(checksum(of: cleared)) else { throw damaged(version, location) }
    }

    private static func damaged(_ version: Int64, _ location: String) -> DeltaError {
        DeltaError(
            .damaged,
            "version \(version) of \(location) is not what Souk wrote: its checksum differs. Restore that file from a copy."
        )
    }

    /// Where the eight digits of the checksum stand; the last place counts, since the pipeline's part comes before it.
    private static func placeOfChecksum(in bytes: [UInt8]) -> Range<Int>? {
        guard let key = firstLine(of: bytes).ranges(of: checksumKey).last else { return nil }
        let place = key.upperBound..<key.upperBound + noChecksum.utf8.count
        return place.upperBound <= bytes.count ? place : nil
    }

    private static func firstLine(of bytes: [UInt8]) -> ArraySlice<UInt8> {
        bytes.prefix { $0 != UInt8(ascii: "\n") }
    }

    private static func checksum(of bytes: [UInt8]) -> UInt32 {
        CRC32C.checksum(bytes.rawSpan)
    }

    private static func hexadecimal(_ value: UInt32) -> [UInt8] {
        Array(DataFileChecksum.describe(value).utf8)
    }
}
