/// A Delta table: a directory of Parquet files and the log that says which of them belong to it.
///
/// The value knows the table at one version; `update` brings it up to date, `commit` moves the table on. Several writers
/// may work on the same table: a commit is the creation of the file of its version, which only one of them achieves.
/// Used by one thread at a time; copies are independent.
///
/// ```swift
/// var table = try DeltaTable.open(on: fileSystem, directory: "transactions")
/// switch try table?.commit([.add(file)], info: info) {
/// case .committed(let version): …
/// case .conflict(let commits): …
/// }
/// ```
///
/// Format: the Delta Transaction Log Protocol (delta-io/delta, PROTOCOL.md).
public struct DeltaTable: Sendable {
    /// Where the table lies.
    public let fileSystem: any FileSystem
    /// The table's directory.
    public let directory: String
    /// The table as it is at the version that this value knows.
    public internal(set) var snapshot: DeltaSnapshot
    /// The version of the newest checkpoint that is known; nil if there is none.
    public internal(set) var checkpointVersion: Int64?

    /// The directory of the log.
    var logDirectory: String { "\(directory)/_delta_log" }
    /// The table's address, for messages.
    var location: String { "\(fileSystem.location)/\(directory)" }

    /// The version that this value knows.
    public var version: Int64 { snapshot.version }

    /// Makes a new table without rows.
    ///
    /// - Parameters:
    ///   - metadata: what the table is.
    ///   - info: who makes it.
    /// - Throws: `DeltaError` with code `.alreadyExists` if there is a table, and `FileSystemError`.
    public static func create(
        on fileSystem: any FileSystem, directory: String, metadata: TableMetadata, info: CommitInfo
    ) throws -> DeltaTable {
        let table = DeltaTable(
            fileSystem: fileSystem, directory: directory,
            snapshot: DeltaSnapshot(version: 0, tableProtocol: .plain, metadata: metadata), checkpointVersion: nil)
        try TableProtocol.plain.checkWritable(metadata, at: table.location)
        guard try table.publish([.protocol(.plain), .metadata(metadata)], info: info, version: 0) else {
            throw DeltaError(.alreadyExists, "\(table.location) is a table already.")
        }
        return table
    }

    /// Opens a table at its newest version.
    ///
    /// - Returns: nil if there is no table.
    /// - Throws: `DeltaError` if the log is damaged or the table needs more than Souk can do; `FileSystemError`.
    public static func open(on fileSystem: any FileSystem, directory: String) throws -> DeltaTable? {
        let logDirectory = "\(directory)/_delta_log"
        let listing = LogListing(try fileSystem.list(logDirectory))
        guard let latest = listing.latestVersion else {
            guard !listing.hasUnreadableCheckpoint else {
                throw unreadableCheckpoint("\(fileSystem.location)/\(directory)")
            }
            return nil
        }
        var failure: (any Error)?
        for checkpoint in listing.checkpoints.map(Optional.some) + [nil] {
            do {
                return try load(on: fileSystem, directory: directory, from: checkpoint, listing, latest)
            } catch let error as FileSystemError where error.code != .notFound {
                throw error
            } catch let error as DeltaError where error.code == .unsupported {
                throw error
            } catch {
                // A damaged checkpoint is no loss while an older one or the whole log is there.
                failure = failure ?? error
            }
        }
        throw failure ?? DeltaError(.damaged, "\(fileSystem.location)/\(directory) has no readable log.")
    }

    /// Makes durable what the log shows, after a start and before something is built upon it.
    public func synchronize() throws {
        try fileSystem.synchronize(logDirectory)
    }

    /// Reads what has been committed since the version that this value knows.
    ///
    /// - Returns: the new commits, in their order; empty after the log had to be read anew because it was shortened.
    /// - Throws: `DeltaError`, `FileSystemError`.
    @discardableResult
    public mutating func update() throws -> [DeltaCommit] {
        var commits: [DeltaCommit] = []
        while let commit = try readCommit(snapshot.version + 1) {
            try apply(commit)
            commits.append(commit)
        }
        guard commits.isEmpty, let hint = readLastCheckpoint(), hint.version > snapshot.version else { return commits }
        guard let table = try Self.open(on: fileSystem, directory: directory) else { return commits }
        self = table
        return []
    }

    /// The commits of the last versions, the newest first, as far as the log still has them.
    ///
    /// - Parameter limit: how many at most.
    public func history(limit: Int = .max) throws -> [DeltaCommit] {
        let listing = LogListing(try fileSystem.list(logDirectory))
        return try listing.commits.reversed().prefix(limit).compactMap { try readCommit($0) }
    }

    /// The commit that made a version; nil if the log does not have it any more.
    public func commit(ofVersion version: Int64) throws -> DeltaCommit? {
        try readCommit(version)
    }

    /// Takes a commit into the snapshot, if Souk still reads the table after it.
    mutating func apply(_ commit: DeltaCommit) throws(DeltaError) {
        precondition(commit.version == snapshot.version + 1, "commits are applied in their order")
        var demands = snapshot.tableProtocol
        var metadata = snapshot.metadata
        for action in commit.actions {
            if case .protocol(let value) = action { demands = value }
            if case .metadata(let value) = action { metadata = value }
        }
        try demands.checkReadable(metadata, at: location)
        snapshot.apply(commit.actions)
        snapshot.version = commit.version
    }

    /// A commit of the log; nil if there is none of that version.
    func readCommit(_ version: Int64) throws -> DeltaCommit? {
        let bytes: [UInt8]
        do {
            bytes = try fileSystem.read("\(logDirectory)/\(LogFile.commit(version).name)")
        } catch let error as FileSystemError where error.code == .notFound {
            return nil
        }
        return try CommitFile.decode(bytes, version: version, at: location)
    }

    /// Where a reader may begin; nil if that is not known. It is a hint alone, so a damaged one is as good as none.
    func readLastCheckpoint() -> LastCheckpoint? {
        guard let bytes = try? fileSystem.read("\(logDirectory)/\(LastCheckpoint.name)") else { return nil }
        return try? JSON.decode(LastCheckpoint.self, from: bytes)
    }

    private static func load(
        on fileSystem: any FileSystem, directory: String, from checkpoint: (version: Int64, names: [String])?,
        _ listing: LogListing, _ latest: Int64
    ) throws -> DeltaTable {
        let location = "\(fileSystem.location)/\(directory)"
        var builder = SnapshotBuilder()
        for name in checkpoint?.names ?? [] {
            let path = "\(directory)/_delta_log/\(name)"
            try CheckpointFile.read(try fileSystem.read(path), origin: path, into: &builder)
        }
        var expected = (checkpoint?.version ?? -1) + 1
        for version in listing.commits where version >= expected {
            guard version == expected else { break }
            let path = "\(directory)/_delta_log/\(LogFile.commit(version).name)"
            builder.take(try CommitFile.decode(try fileSystem.read(path), version: version, at: location).actions)
            expected += 1
        }
        guard expected == latest + 1 else {
            if listing.hasUnreadableCheckpoint { throw unreadableCheckpoint(location) }
            throw DeltaError(.damaged, "version \(expected) of \(location) is missing, yet there is version \(latest).")
        }
        return DeltaTable(
            fileSystem: fileSystem, directory: directory,
            snapshot: try builder.snapshot(version: latest, at: location), checkpointVersion: checkpoint?.version)
    }

    private static func unreadableCheckpoint(_ location: String) -> DeltaError {
        DeltaError(
            .unsupported, "\(location) has checkpoints in the form of version 2 alone, which Souk does not read.")
    }
}
