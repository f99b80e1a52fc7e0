internal import Synchronization
internal import System

/// A lake on a local disk.
///
/// A file is written under a hidden name, made durable, renamed (or linked, if it must be new), and then its directory is
/// made durable, so that after a power failure a visible file is a whole one. A failed fsync is final: the operating
/// system may have dropped what it could not write, so nothing is retried.
public final class LocalFileSystem: FileSystem {
    private let root: String
    private let disk: any Disk
    private let state = Mutex(State())

    /// What the file system remembers from call to call.
    private struct State {
        /// Directories that exist and are durable.
        var durableDirectories: Set<String> = []
        /// The number of the next hidden name.
        var nextHiddenNumber = 0
    }

    /// A lake in a directory, which is made when the first file is.
    ///
    /// - Parameters:
    ///   - root: the directory's path.
    ///   - disk: what the files lie on.
    public init(root: String, disk: any Disk = SystemDisk()) {
        var root = root[...]
        while root.count > 1, root.hasSuffix("/") { root = root.dropLast() }
        self.root = String(root)
        self.disk = disk
    }

    /// The directory's path.
    public var location: String { root }

    /// Starts a file under a hidden name in the directory of `path`.
    public func create(_ path: String) throws -> any FileWriter {
        let (directory, name) = Self.split(path)
        let fullDirectory = absolute(directory)
        return try explaining("creating", path) {
            try makeDurableDirectory(fullDirectory)
            while true {
                let hidden = "\(fullDirectory)/.\(name).\(takeHiddenNumber()).tmp"
                guard let file = try disk.create(hidden) else { continue }
                return LocalFileWriter(
                    disk: disk, file: file, hiddenPath: hidden, directory: fullDirectory, name: name)
            }
        }
    }

    /// The whole content of a file.
    public func read(_ path: String) throws -> [UInt8] {
        try explaining("reading", path) { try disk.read(absolute(path)) }
    }

    /// The entries of a directory, hidden ones included; nothing if there is no such directory.
    public func list(_ directory: String) throws -> [FileStatus] {
        try explaining("listing", directory) { try disk.list(absolute(directory)) ?? [] }
    }

    /// Removes a file; nothing happens if there is none.
    public func delete(_ path: String) throws {
        try explaining("removing", path) { try disk.remove(absolute(path)) }
    }

    /// The file itself.
    public func localCopy(of path: String) throws -> String {
        try explaining("opening", path) { try disk.localPath(of: absolute(path)) }
    }

    /// Makes durable what a directory shows.
    public func synchronize(_ directory: String) throws {
        let path = absolute(directory)
        try explaining("synchronizing", directory) {
            guard try disk.isDirectory(path) else { return }
            try makeDurableDirectory(path)
            try disk.synchronizeDirectory(path)
        }
    }

    /// Takes the exclusive right to write the lake.
    public func lock(_ path: String) throws -> any FileLock {
        let note = "\(CurrentProcess.identifier)\n"
        let fullPath = absolute(path)
        let lock = try explaining("locking", path) {
            try makeDurableDirectory(absolute(Self.split(path).directory))
            return try disk.lock(fullPath, note: note)
        }
        if let lock { return lock }
        throw FileSystemError(
            .locked,
            "locking \(fullPath): \(holder(of: fullPath)) writes this lake. Stop it first, or use another lake.")
    }

    /// Who holds a lock, as far as the lock's file says.
    private func holder(of path: String) -> String {
        let text = (try? disk.read(path)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        return digits.isEmpty ? "another process" : "process \(digits)"
    }

    private func takeHiddenNumber() -> Int {
        state.withLock { state in
            defer { state.nextHiddenNumber += 1 }
            return state.nextHiddenNumber
        }
    }

    /// Makes a directory, and those above it, and makes each one's name durable in the one above it.
    ///
    /// One that exists may have been made by a process that ended before it was durable, so those of the lake are
    /// synchronized once.
    private func makeDurableDirectory(_ path: String) throws {
        guard !state.withLock({ $0.durableDirectories.contains(path) }) else { return }
        if let parent = Self.parent(of: path) {
            let exists = try disk.isDirectory(path)
            if !exists {
                try makeDurableDirectory(parent)
                try disk.makeDirectory(path)
            }
            if !exists || path.hasPrefix(root + "/") {
                try disk.synchronizeDirectory(parent)
            } else if path == root {
                try synchronizeDirectoryOfOthers(parent)
            }
        }
        state.withLock { _ = $0.durableDirectories.insert(path) }
    }

    /// Makes durable that the root is there, unless the directory above it is closed to us: then whoever made the root
    /// there has seen to that.
    private func synchronizeDirectoryOfOthers(_ path: String) throws {
        do {
            try disk.synchronizeDirectory(path)
        } catch let error as SystemError {
            guard error.number == .accessDenied || error.number == .notPermitted else { throw error }
        }
    }

    private func absolute(_ path: String) -> String {
        path.isEmpty ? root : "\(root)/\(path)"
    }

    private func explaining<Result>(_ activity: String, _ path: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as SystemError {
            throw FileSystemError(error, activity, absolute(path))
        }
    }

    private static func split(_ path: String) -> (directory: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return ("", path) }
        return (String(path[..<slash]), String(path[path.index(after: slash)...]))
    }

    private static func parent(of path: String) -> String? {
        guard path != "/", path != "." else { return nil }
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
