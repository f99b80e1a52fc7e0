internal import Commerce
internal import Live
internal import Windowing

/// The format of a state file: what a commit can't say in its log entry.
///
/// Little-endian binary: a magic number, the format's version, the commit's number, the windows, the live figures. The
/// entry that names the file holds the CRC-32C of its bytes, so a damaged file is never believed.
enum StateFile {
    private static let magic: UInt32 = 0x4B55_4F53
    private static let version: UInt32 = 1

    /// The bytes that keep a state.
    static func encode(_ state: PipelineState) -> [UInt8] {
        var writer = BinaryWriter()
        writer.writeFixed(magic)
        writer.writeFixed(version)
        writer.writeFixed(state.sequence)
        state.windows.encode(into: &writer)
        state.live.encode(into: &writer)
        return writer.bytes
    }

    /// Puts windows and live figures from a file's bytes into a state whose other parts come from the commit's record.
    ///
    /// - Throws: if the bytes are not a state of that commit in this version; the state is as it was then.
    static func decode(_ bytes: [UInt8], into state: inout PipelineState) throws(BinaryReaderError) {
        var reader = BinaryReader(bytes)
        let mark = try reader.readFixed(UInt32.self)
        try reader.check(mark == magic, "it is no state file")
        let writtenVersion = try reader.readFixed(UInt32.self)
        try reader.check(writtenVersion == version, "it is a state file of version \(writtenVersion)")
        let sequence = try reader.readFixed(Int64.self)
        try reader.check(sequence == state.sequence, "it belongs to commit \(sequence)")
        let settings = state.windows.settings
        let windows = try WindowState(from: &reader, settings: settings)
        let live = try LiveAggregate(from: &reader, intervalLength: settings.size)
        try reader.finish()
        state.windows = windows
        state.live = live
    }
}
