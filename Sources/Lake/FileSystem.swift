/// Where a lake lies: a local disk, or HDFS. Paths are relative to the lake's root, with `/` between their parts.
///
/// All calls block and may be made from any thread, never from Swift's cooperative pool. Failures are `FileSystemError`.
public protocol FileSystem: Sendable {
    /// The lake's address as people write it, for messages.
    var location: String { get }

    /// Starts a file under a hidden name in the directory of `path`, creating the directory if need be. Readers that list
    /// or glob the directory don't see it until it is published.
    func create(_ path: String) throws -> any FileWriter

    /// The whole content of a file.
    func read(_ path: String) throws -> [UInt8]

    /// The entries of a directory, hidden ones included; nothing if there is no such directory.
    func list(_ directory: String) throws -> [FileStatus]

    /// Removes a file; nothing happens if there is none.
    func delete(_ path: String) throws

    /// A path on the local disk where the (immutable, published) file can be read: the file itself, or a cached copy.
    func localCopy(of path: String) throws -> String

    /// Takes the exclusive right to write the lake, or says that another process has it
    /// (`FileSystemError` with code `.locked`). Released by `FileLock.unlock` and by the end of the process.
    func lock(_ path: String) throws -> any FileLock
}

/// A file being written, not yet visible. Used by one thread at a time.
public protocol FileWriter: AnyObject {
    /// Bytes written so far.
    var count: Int64 { get }

    /// Appends bytes.
    func write(_ bytes: RawSpan) throws

    /// Makes the content durable and then visible under its name: fsync, rename, fsync of the directory. An existing file
    /// of that name is replaced.
    func publish() throws

    /// As `publish`, but only if there is no file of that name; the decision is atomic.
    ///
    /// - Returns: false, with the written content discarded, if the name was taken.
    func publishIfAbsent() throws -> Bool

    /// Discards what was written.
    func abandon()
}

/// An exclusive right that was taken with `FileSystem.lock`.
public protocol FileLock: AnyObject, Sendable {
    /// Gives the right back.
    func unlock()
}

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
