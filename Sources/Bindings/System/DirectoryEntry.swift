/// One entry of a directory.
public struct DirectoryEntry: Sendable, Hashable {
    /// Its name, without the directory.
    public var name: String
    /// What it is. A symbolic link is described itself, not what it points to.
    public var attributes: FileAttributes
}
