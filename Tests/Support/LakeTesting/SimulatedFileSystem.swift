public import Lake
internal import Synchronization

/// A lake in memory that survives what a disk survives: `LocalFileSystem` over a `SimulatedDisk`.
///
/// ```swift
/// let fileSystem = SimulatedFileSystem(seed: 7)
/// fileSystem.disk.arm(DiskFault(.crash, at: 12))
/// do { try commitSomething(on: fileSystem) } catch is PowerFailure { fileSystem.reboot() }
/// ```
public final class SimulatedFileSystem: FileSystem {
    /// What the files lie on.
    public let disk: SimulatedDisk
    private let current: Mutex<LocalFileSystem>

    /// An empty lake.
    public init(seed: UInt64) {
        disk = SimulatedDisk(seed: seed)
        current = Mutex(LocalFileSystem(root: Self.root, disk: disk.session()))
    }

    private static let root = "lake"

    /// Where a file of the lake lies on the disk.
    public static func diskPath(of path: String) -> String { "\(root)/\(path)" }

    /// Starts again after a power failure, or causes one: what was not durable may be lost.
    public func reboot() {
        disk.reboot()
        restart()
    }

    /// Starts again after the program was killed; nothing is lost.
    public func killProcess() {
        disk.killProcess()
        restart()
    }

    private func restart() {
        current.withLock { $0 = LocalFileSystem(root: Self.root, disk: disk.session()) }
    }

    private var fileSystem: LocalFileSystem { current.withLock { $0 } }

    /// The lake's name, for messages.
    public var location: String { fileSystem.location }

    /// Starts a file under a hidden name.
    public func create(_ path: String) throws -> any FileWriter { try fileSystem.create(path) }

    /// The whole content of a file.
    public func read(_ path: String) throws -> [UInt8] { try fileSystem.read(path) }

    /// The entries of a directory.
    public func list(_ directory: String) throws -> [FileStatus] { try fileSystem.list(directory) }

    /// Removes a file.
    public func delete(_ path: String) throws { try fileSystem.delete(path) }

    /// A copy of the file on the real disk.
    public func localCopy(of path: String) throws -> String { try fileSystem.localCopy(of: path) }

    /// Makes durable what a directory shows.
    public func synchronize(_ directory: String) throws { try fileSystem.synchronize(directory) }

    /// Takes the exclusive right to write the lake.
    public func lock(_ path: String) throws -> any FileLock { try fileSystem.lock(path) }
}
