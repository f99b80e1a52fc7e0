/// How far the fetching of local copies is.
public struct FetchProgress: Sendable, Hashable {
    /// Bytes that have come.
    public var bytes: Int64
    /// Bytes that have to come.
    public var totalBytes: Int64
    /// Files that have come.
    public var files: Int
    /// Files that have to come.
    public var totalFiles: Int

    /// Whether everything is there.
    public var isComplete: Bool { files == totalFiles }

    /// A point in time.
    public init(bytes: Int64, totalBytes: Int64, files: Int, totalFiles: Int) {
        self.bytes = bytes
        self.totalBytes = totalBytes
        self.files = files
        self.totalFiles = totalFiles
    }
}
