/// A complete data file that nobody sees yet.
public struct StagedDataFile: ~Copyable {
    private let file: any FileWriter
    private let stats: String
    private let checksum: UInt32
    /// How many rows it has.
    public let rowCount: Int64
    /// Bytes.
    public let size: Int64

    init(_ file: any FileWriter, rowCount: Int64, stats: String, checksum: UInt32) {
        self.file = file
        self.rowCount = rowCount
        self.stats = stats
        self.checksum = checksum
        size = file.count
    }

    /// Makes the file durable and visible. It belongs to its table once a commit says so.
    ///
    /// - Parameter now: the present moment, in milliseconds since the epoch.
    /// - Returns: the action for that commit.
    /// - Throws: `FileSystemError`; then nothing is visible, or a file that no commit names.
    public consuming func publish(now: Int64, dataChange: Bool = true) throws -> AddFile {
        try file.publish()
        return AddFile(
            path: file.name, size: size, modificationTime: now, dataChange: dataChange, stats: stats,
            tags: [DataFileChecksum.tag: DataFileChecksum.describe(checksum)])
    }

    /// Discards the file.
    public consuming func abandon() {
        file.abandon()
    }
}
