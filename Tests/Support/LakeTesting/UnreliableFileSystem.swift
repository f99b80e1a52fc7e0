public import Lake
internal import Synchronization

/// A lake whose server is lost at some operations: before it did what it was asked for, or after, so that only its answer
/// is lost. What was asked of a lost server in vain (to discard a file, to give a lock back) stays undone.
public final class UnreliableFileSystem: FileSystem {
    /// Which operations fail, counted from 0.
    public struct Outage: Sendable {
        /// The first operation that fails.
        public var operation: Int
        /// How many in a row do.
        public var count: Int
        /// Whether they take effect all the same.
        public var losesAnswersOnly: Bool

        /// An outage.
        public init(at operation: Int, count: Int = 1, losesAnswersOnly: Bool = false) {
            self.operation = operation
            self.count = count
            self.losesAnswersOnly = losesAnswersOnly
        }
    }

    /// What a lost lock still stands for: so many attempts to take it are refused.
    private static let refusals = 2

    private struct State {
        var outage: Outage?
        var operations = 0
        var failures = 0
        var lostLocks: [any FileLock] = []
        var refused = 0
    }

    private let base: any FileSystem
    private let state = Mutex(State())
    private let lostFiles = LostFiles()

    /// A lake that is reached through a server.
    public init(_ base: any FileSystem, _ outage: Outage? = nil) {
        self.base = base
        state.withLock { $0.outage = outage }
    }

    /// How many operations were asked for.
    public var operationCount: Int { state.withLock { $0.operations } }

    /// How many of them failed.
    public var failureCount: Int { state.withLock { $0.failures } }

    /// Sets which operations fail from now on; none if nil.
    public func set(_ outage: Outage?) {
        state.withLock { $0.outage = outage }
    }

    /// The lake's name, for messages.
    public var location: String { base.location }

    /// Starts a file under a hidden name.
    public func create(_ path: String) throws -> any FileWriter {
        let writer = try operate("creating \(path)") {
            try base.create(path)
        } onLoss: {
            lostFiles.keep($0)
        }
        return Writer(base: writer, fileSystem: self)
    }

    /// The whole content of a file.
    public func read(_ path: String) throws -> [UInt8] { try operate("reading \(path)") { try base.read(path) } }

    /// The entries of a directory.
    public func list(_ directory: String) throws -> [FileStatus] {
        try operate("listing \(directory)") { try base.list(directory) }
    }

    /// Removes a file.
    public func delete(_ path: String) throws { try operate("removing \(path)") { try base.delete(path) } }

    /// A copy of the file on the real disk.
    public func localCopy(of path: String) throws -> String {
        try operate("opening \(path)") { try base.localCopy(of: path) }
    }

    /// Makes durable what a directory shows.
    public func synchronize(_ directory: String) throws {
        try operate("synchronizing \(directory)") { try base.synchronize(directory) }
    }

    /// Takes the exclusive right to write the lake.
    public func lock(_ path: String) throws -> any FileLock {
        forgetLostLocks()
        let lock = try operate("locking \(path)") {
            try base.lock(path)
        } onLoss: { lock in
            state.withLock { $0.lostLocks.append(lock) }
        }
        return Lock(base: lock, fileSystem: self)
    }

    /// After some time a server gives a right back whose owner it has not heard of.
    private func forgetLostLocks() {
        let forgotten = state.withLock { state -> [any FileLock] in
            guard !state.lostLocks.isEmpty else { return [] }
            state.refused += 1
            guard state.refused > Self.refusals else { return [] }
            defer { state.lostLocks = [] }
            state.refused = 0
            return state.lostLocks
        }
        for lock in forgotten { lock.unlock() }
    }

    /// Does what is asked for, or loses the request or the answer.
    private func operate<Result>(
        _ activity: String, _ body: () throws -> Result, onLoss: (Result) -> Void = { _ in }
    ) throws -> Result {
        let outage = nextOutage()
        guard let outage else { return try body() }
        if outage.losesAnswersOnly { onLoss(try body()) }
        throw FileSystemError(.unreachable, "\(activity): the connection was lost")
    }

    private func nextOutage() -> Outage? {
        state.withLock { state in
            let number = state.operations
            state.operations += 1
            guard let outage = state.outage, number >= outage.operation, number - outage.operation < outage.count
            else { return nil }
            state.failures += 1
            return outage
        }
    }

    /// Files that nobody could discard. They live on as long as the lake.
    ///
    /// `@unchecked Sendable`: the files are touched only while `lock` is held.
    private final class LostFiles: @unchecked Sendable {
        private let lock = Mutex(())
        private var files: [any FileWriter] = []

        func keep(_ file: any FileWriter) {
            lock.withLock { _ in files.append(file) }
        }
    }

    private final class Writer: FileWriter {
        private let base: any FileWriter
        private let fileSystem: UnreliableFileSystem

        init(base: any FileWriter, fileSystem: UnreliableFileSystem) {
            self.base = base
            self.fileSystem = fileSystem
        }

        var count: Int64 { base.count }

        var name: String {
            get { base.name }
            set { base.name = newValue }
        }

        func write(_ bytes: RawSpan) throws { try operate("writing") { try base.write(bytes) } }

        func publish() throws { try operate("publishing") { try base.publish() } }

        func publishIfAbsent() throws -> Bool { try operate("publishing") { try base.publishIfAbsent() } }

        func abandon() {
            // The file stays where it is.
            try? operate("discarding") { base.abandon() }
        }

        private func operate<Result>(_ activity: String, _ body: () throws -> Result) throws -> Result {
            do {
                return try fileSystem.operate("\(activity) \(name)", body)
            } catch let error as FileSystemError where error.isTransient {
                fileSystem.lostFiles.keep(base)
                throw error
            }
        }
    }

    private final class Lock: FileLock {
        private let base: any FileLock
        private let fileSystem: UnreliableFileSystem

        init(base: any FileLock, fileSystem: UnreliableFileSystem) {
            self.base = base
            self.fileSystem = fileSystem
        }

        func unlock() {
            guard let outage = fileSystem.nextOutage() else { return base.unlock() }
            if outage.losesAnswersOnly { return base.unlock() }
            fileSystem.state.withLock { $0.lostLocks.append(base) }
        }
    }
}
