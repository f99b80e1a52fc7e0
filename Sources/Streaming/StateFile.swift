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
    /// - Throws: `BinaryReaderError` or `PipelineError` if the bytes are not a state of that commit.
    static func decode(_ bytes: [UInt8], into state: inout PipelineState, settings: WindowSettings) throws {
        var reader = BinaryReader(bytes)
        guard try reader.readFixed(UInt32.self) == magic, try reader.readFixed(UInt32.self) == version else {
            throw PipelineError(.lakeDamaged, "it is not a state file of this version")
        }
        guard try reader.readFixed(Int64.self) == state.sequence else {
            throw PipelineError(.lakeDamaged, "it belongs to another commit")
        }
        state.windows = try WindowState(from: &reader, settings: settings)
        state.live = try LiveAggregate(from: &reader, intervalLength: settings.size)
        try reader.finish()
    }
}
