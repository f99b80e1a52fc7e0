internal import Synchronization
internal import Web

/// A lake on HDFS, over WebHDFS.
///
/// A file is written under a hidden name (CREATE), its last block is on the DataNodes' disks when it is closed
/// (`SYNC_BLOCK`), and then it is renamed, which the NameNode decides at once and keeps in its own log. A name that must be
/// free is taken by a RENAME that does not replace. Nothing is left to make durable in a directory.
///
/// A call that meets a server that can't serve is tried again for `retryTime` if that is safe, and fails as `.unreachable`
/// then. A file that is sent while it grows can't be sent again, so its failure is `.unreachable` at once.
///
/// ```swift
/// let settings = HDFSSettings(
///     nameNodes: ["namenode:9870"], root: "/lake", cacheDirectory: cache, runIdentity: identity)
/// let fileSystem = HDFSFileSystem(settings)
/// ```
public final class HDFSFileSystem: FileSystem {
    let client: HDFSClient
    let publisher: HDFSPublisher
    let fetcher: HDFSFetcher
    /// What tells the hidden files and leases of this value from those of all others, in this process and elsewhere.
    let identity: String
    private let root: String
    private static let instances = Atomic(0)
    let state = Mutex(State())

    /// What the file system remembers from call to call.
    struct State {
        var knownDirectories: Set<String> = []
        var nextHiddenNumber = 0
        var lease: WeakLease?
    }

    /// A lake on HDFS; nothing is asked of the servers yet.
    ///
    /// - Parameters:
    ///   - settings: where the lake lies.
    ///   - transport: how requests get there; nil for the network.
    ///   - environment: time and chance.
    ///   - onProgress: learns how far the fetching of local copies is, on any thread; quick.
    public init(
        _ settings: HDFSSettings, transport: (any WebTransport)? = nil,
        environment: any HDFSEnvironment = SystemEnvironment(), onProgress: (@Sendable (FetchProgress) -> Void)? = nil
    ) {
        var root = settings.root[...]
        while root.hasSuffix("/") { root = root.dropLast() }
        self.root = String(root)
        identity = "\(settings.runIdentity)x\(Self.instances.add(1, ordering: .relaxed).newValue)"
        client = HDFSClient(settings, transport: transport ?? WebClient(settings.web), environment: environment)
        publisher = HDFSPublisher(client)
        fetcher = HDFSFetcher(client, onProgress: onProgress)
    }

    /// The lake's address.
    public var location: String { client.settings.location }

    /// Starts a file that will be written under a hidden name.
    public func create(_ path: String) throws -> any FileWriter {
        let (directory, name) = split(absolute(path))
        try explaining("creating", path) { () throws(HDFSFailure) in try makeDirectory(directory) }
        return HDFSFileWriter(self, directory: directory, name: name)
    }

    /// The whole content of a file.
    public func read(_ path: String) throws -> [UInt8] {
        try explaining("reading", path) { () throws(HDFSFailure) in try client.content(of: absolute(path)) }
    }

    /// The entries of a directory, hidden ones included; nothing if there is no such directory.
    public func list(_ directory: String) throws -> [FileStatus] {
        try explaining("listing", directory) { () throws(HDFSFailure) in
            try statuses(ofDirectory: absolute(directory)).map(\.entry)
        }
    }

    /// Removes a file; nothing happens if there is none. Tried again if need be: names of a lake are not used again while
    /// somebody removes them.
    public func delete(_ path: String) throws {
        try explaining("removing", path) { () throws(HDFSFailure) in _ = try client.perform(.delete, absolute(path)) }
    }

    /// A hidden name that no other file has, of this process or another one.
    func hiddenPath(in directory: String, name: String) -> String {
        let number = state.withLock { state in
            defer { state.nextHiddenNumber += 1 }
            return state.nextHiddenNumber
        }
        return "\(directory)/.\(name).\(identity).\(number).tmp"
    }

    /// Whether a name is one that `hiddenPath` makes, in any process: `.NAME.RUNxINSTANCE.NUMBER.tmp`.
    static func isHiddenName(_ name: String) -> Bool {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard name.hasPrefix("."), parts.count >= 5, parts.last == "tmp" else { return false }
        let identity = parts[parts.count - 3].split(separator: "x", omittingEmptySubsequences: false)
        return !parts[parts.count - 2].isEmpty && parts[parts.count - 2].allSatisfy(\.isNumber)
            && identity.count >= 2 && identity.last?.isEmpty == false && identity.last?.allSatisfy(\.isNumber) == true
    }

    /// The address of an absolute path of HDFS, for messages.
    func location(of path: String) -> String {
        "\(location)\(path.dropFirst(root.count))"
    }

    /// Makes a directory of an absolute path and those above it, once.
    func makeDirectory(_ directory: String) throws(HDFSFailure) {
        guard !state.withLock({ $0.knownDirectories.contains(directory) }) else { return }
        _ = try client.perform(.makeDirectories, directory.isEmpty ? "/" : directory)
        state.withLock { _ = $0.knownDirectories.insert(directory) }
    }

    /// What is in a directory of an absolute path.
    func statuses(ofDirectory directory: String) throws(HDFSFailure) -> [HDFSFileStatus] {
        let statuses: [HDFSFileStatus]
        do throws(HDFSFailure) {
            statuses = try client.entries(of: directory.isEmpty ? "/" : directory)
        } catch {
            guard error.kind == .notFound else { throw error }
            return []
        }
        if statuses.count == 1, let only = statuses.first, only.pathSuffix.isEmpty {
            throw HDFSFailure(.notADirectory, "it is a file", advice: "Move it away.")
        }
        return statuses
    }

    func absolute(_ path: String) -> String {
        path.isEmpty ? (root.isEmpty ? "/" : root) : "\(root)/\(path)"
    }

    func split(_ path: String) -> (directory: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return ("", path) }
        return (String(path[..<slash]), String(path[path.index(after: slash)...]))
    }

    private func explaining<Value>(
        _ activity: String, _ path: String, _ body: () throws(HDFSFailure) -> Value
    ) throws(FileSystemError) -> Value {
        do throws(HDFSFailure) {
            try publisher.settle()
            return try body()
        } catch {
            throw FileSystemError(error, activity, path.isEmpty ? location : "\(location)/\(path)")
        }
    }
}
