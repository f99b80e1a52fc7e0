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

    /// The paths of several files as `localCopy` gives them, in their order. Where files have to be fetched, several are at
    /// once.
    func localCopies(of paths: [String]) throws -> [String]

    /// Makes durable what a directory shows: names that an earlier process left between a rename and its fsync.
    ///
    /// Done once after a start, before anything is built upon what was read; nothing happens if there is no such directory.
    func synchronize(_ directory: String) throws

    /// Takes the exclusive right to write the lake, or says that another process has it
    /// (`FileSystemError` with code `.locked`). Released by `FileLock.unlock` and by the end of the process.
    func lock(_ path: String) throws -> any FileLock
}

extension FileSystem {
    /// The paths of several files, one after the other.
    public func localCopies(of paths: [String]) throws -> [String] {
        try paths.map(localCopy)
    }
}
