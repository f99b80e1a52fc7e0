/// The single steps that a local file system consists of, each of which a power failure may come before or after.
///
/// `LocalFileSystem` puts them into the order that makes a file durable before it is visible. `SystemDisk` is the
/// operating system's; a simulated one loses what was not synchronized and fails where it is told to. Paths are absolute
/// or relative to the working directory. Failures are `SystemError`.
public protocol Disk: Sendable {
    /// Whether there is a directory of that path.
    func isDirectory(_ path: String) throws -> Bool

    /// Makes a directory whose parent exists; nothing happens if it is there already.
    func makeDirectory(_ path: String) throws

    /// Makes a new file.
    ///
    /// - Returns: nil if the name is taken.
    func create(_ path: String) throws -> (any DiskFile)?

    /// Gives a file another name at once, replacing what had it.
    func rename(_ from: String, to path: String) throws

    /// Gives a file a second name.
    ///
    /// - Returns: false if the name is taken; the decision is atomic.
    func link(_ from: String, to path: String) throws -> Bool

    /// Removes a name; nothing happens if there is none.
    func remove(_ path: String) throws

    /// Makes durable which names a directory has.
    func synchronizeDirectory(_ path: String) throws

    /// The whole content of a file.
    func read(_ path: String) throws -> [UInt8]

    /// The entries of a directory; nil if there is none of that path.
    func list(_ path: String) throws -> [FileStatus]?

    /// Takes the exclusive lock of a file, which is made if need be and then holds `note`.
    ///
    /// - Returns: nil if somebody else holds it.
    func lock(_ path: String, note: String) throws -> (any FileLock)?

    /// A path at which the operating system itself can open the file for reading.
    func localPath(of path: String) throws -> String
}
