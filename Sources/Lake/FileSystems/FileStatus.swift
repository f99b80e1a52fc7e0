/// What a directory says of one entry.
public struct FileStatus: Sendable, Hashable {
    /// The entry's name, without its directory.
    public var name: String
    /// Bytes; 0 for a directory.
    public var size: Int64
    /// When it was last modified, in microseconds since the epoch.
    public var modified: Int64
    /// Whether it is a directory.
    public var isDirectory: Bool

    /// An entry of a directory.
    public init(name: String, size: Int64, modified: Int64, isDirectory: Bool) {
        self.name = name
        self.size = size
        self.modified = modified
        self.isDirectory = isDirectory
    }
}
