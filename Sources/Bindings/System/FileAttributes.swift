import CSystem

/// What the system knows about a file or directory.
public struct FileAttributes: Sendable, Hashable {
    /// Bytes; 0 for a directory.
    public var size: Int64
    /// When the content last changed, in microseconds since the epoch.
    public var modified: Int64
    /// Whether it is a directory.
    public var isDirectory: Bool
    /// The device it lies on; with `inode`, what the file is, whatever its name.
    public var device: UInt64
    /// The number of the file on its device.
    public var inode: UInt64

    /// Takes over what the system answered.
    init(_ status: souk_file_status) {
        size = status.size
        modified = status.modified_microseconds
        isDirectory = status.is_directory
        device = status.device
        inode = status.inode
    }
}
