import Lake

/// A lake whose reads a test may come before.
///
/// `@unchecked Sendable`: it is used by one thread alone.
final class InterceptingFileSystem: FileSystem, @unchecked Sendable {
    /// Is called with each path that is read, first.
    var beforeRead: ((String) throws -> Void)?
    private let base: any FileSystem

    init(_ base: any FileSystem) {
        self.base = base
    }

    var location: String { base.location }

    func create(_ path: String) throws -> any FileWriter { try base.create(path) }

    func read(_ path: String) throws -> [UInt8] {
        try beforeRead?(path)
        return try base.read(path)
    }

    func list(_ directory: String) throws -> [FileStatus] { try base.list(directory) }

    func delete(_ path: String) throws { try base.delete(path) }

    func localCopy(of path: String) throws -> String { try base.localCopy(of: path) }

    func synchronize(_ directory: String) throws { try base.synchronize(directory) }

    func lock(_ path: String) throws -> any FileLock { try base.lock(path) }
}
