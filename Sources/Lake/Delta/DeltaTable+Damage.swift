extension DeltaTable {
    /// What is wrong with a data file.
    public enum Damage: Sendable, Hashable {
        /// It is not there.
        case missing
        /// It has another size than the log says.
        case wrongSize(Int64)
        /// Its bytes are not those that were written.
        case wrongChecksum
    }

    /// Reads a data file and holds it against what the log says of it: its size, and its checksum if Souk wrote it.
    ///
    /// - Returns: nil if nothing is wrong.
    /// - Throws: `FileSystemError`, but not for a file that is missing.
    public func damage(of file: AddFile) throws -> Damage? {
        let content: [UInt8]
        do {
            content = try fileSystem.read("\(directory)/\(file.path)")
        } catch let error as FileSystemError where error.code == .notFound {
            return .missing
        }
        guard Int64(content.count) == file.size else { return .wrongSize(Int64(content.count)) }
        return DataFileChecksum.matches(content, file) ?? true ? nil : .wrongChecksum
    }
}
