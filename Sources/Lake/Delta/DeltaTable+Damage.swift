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

    /// The sizes of the files in the table's directory, by their names.
    ///
    /// - Throws: `FileSystemError`.
    public func listedSizes() throws -> [String: Int64] {
        let entries = try fileSystem.list(directory).filter { !$0.isDirectory }
        return Dictionary(entries.map { ($0.name, $0.size) }, uniquingKeysWith: { $1 })
    }

    /// Holds a data file's size against what the log says of it, without reading the file.
    ///
    /// - Parameter sizes: what `listedSizes` found.
    /// - Returns: nil if nothing is wrong that a listing shows.
    public func damage(of file: AddFile, listed sizes: [String: Int64]) -> Damage? {
        guard let size = sizes[file.path] else { return .missing }
        return size == file.size ? nil : .wrongSize(size)
    }
}
