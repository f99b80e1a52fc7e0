internal import Commerce
internal import System

/// The operating system's disk.
public struct SystemDisk: Disk {
    /// The disk that the operating system shows.
    public init() {}

    /// Whether there is a directory of that path.
    public func isDirectory(_ path: String) throws -> Bool {
        try Files.attributes(of: path)?.isDirectory ?? false
    }

    /// Makes a directory whose parent exists; nothing happens if it is there already.
    public func makeDirectory(_ path: String) throws {
        try Directories.create(path)
    }

    /// Makes a new file, or answers nil if the name is taken.
    public func create(_ path: String) throws -> (any DiskFile)? {
        do {
            return SystemFile(try FileDescriptor(opening: path, [.write, .create, .exclusive]))
        } catch {
            guard error.number == .exists else { throw error }
            return nil
        }
    }

    /// Gives a file another name at once, replacing what had it.
    public func rename(_ from: String, to path: String) throws {
        try Files.rename(from, to: path)
    }

    /// Gives a file a second name, or answers false if it is taken.
    public func link(_ from: String, to path: String) throws -> Bool {
        do {
            try Files.link(from, to: path)
            return true
        } catch {
            guard error.number == .exists else { throw error }
            return false
        }
    }

    /// Removes a name; nothing happens if there is none.
    public func remove(_ path: String) throws {
        try Files.remove(path)
    }

    /// Makes durable which names a directory has.
    public func synchronizeDirectory(_ path: String) throws {
        try Directories.synchronize(path)
    }

    /// The whole content of a file.
    public func read(_ path: String) throws -> [UInt8] {
        try Files.read(path)
    }

    /// The entries of a directory; nil if there is none of that path.
    public func list(_ path: String) throws -> [FileStatus]? {
        let entries: [DirectoryEntry]
        do {
            entries = try Directories.entries(of: path)
        } catch {
            guard error.number == .notFound else { throw error }
            return nil
        }
        return entries.map { entry in
            FileStatus(
                name: entry.name, size: entry.attributes.size, modified: entry.attributes.modified,
                isDirectory: entry.attributes.isDirectory)
        }
    }

    /// Takes the exclusive lock of a file, or answers nil if somebody else holds it.
    public func lock(_ path: String, note: String) throws -> (any FileLock)? {
        let file = try FileDescriptor(opening: path, [.write, .create])
        guard try file.lockExclusively() else { return nil }
        try file.truncate(to: 0)
        try file.write(Array(note.utf8).rawSpan, at: 0)
        return SystemLock(file)
    }

    /// The path itself.
    public func localPath(of path: String) throws -> String {
        guard try Files.attributes(of: path) != nil else { throw SystemError(.notFound, "opening", path) }
        return path
    }
}
