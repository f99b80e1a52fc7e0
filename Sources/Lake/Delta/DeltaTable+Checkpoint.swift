extension DeltaTable {
    /// The most commits between two checkpoints of a table that grows.
    static let longestCheckpointInterval: Int64 = 1000
    /// How many entries a checkpoint may have for each commit that it covers.
    static let entriesPerCommit: Int64 = 100

    /// Whether a checkpoint is due at the version that this value knows.
    ///
    /// A checkpoint writes the whole snapshot, so a fixed interval would make each commit dearer as the table grows. The
    /// interval (`delta.checkpointInterval`, 10 unless set) therefore grows with the snapshot to one commit for every 100
    /// entries, at most 1000: writing costs at most some hundred entries a commit, reading at most 1000 small files.
    public func isCheckpointDue() throws -> Bool {
        let properties = try TableProperties(snapshot.metadata.configuration, at: location)
        let entries = Int64(snapshot.files.count + snapshot.tombstones.count + snapshot.transactions.count)
        let grown = min(entries / Self.entriesPerCommit, Self.longestCheckpointInterval)
        return snapshot.version - (checkpointVersion ?? 0) >= max(properties.checkpointInterval, grown)
    }

    /// Writes a checkpoint if one is due, and then removes log entries that have expired.
    ///
    /// Called after a commit, whose success it does not touch: a failure here loses nothing.
    ///
    /// - Parameter now: the present moment, in milliseconds since the epoch.
    /// - Returns: whether a checkpoint was written.
    @discardableResult
    public mutating func checkpointIfDue(now: Int64) throws -> Bool {
        guard try isCheckpointDue() else { return false }
        try writeCheckpoint(now: now)
        try removeExpiredLog(now: now)
        return true
    }

    /// Writes a checkpoint of the version that this value knows, and the hint that leads readers to it.
    ///
    /// Tombstones that have expired are left out of it, and forgotten.
    ///
    /// - Parameter now: the present moment, in milliseconds since the epoch.
    public mutating func writeCheckpoint(now: Int64) throws {
        let properties = try TableProperties(snapshot.metadata.configuration, at: location)
        let oldest = now - properties.tombstoneRetention
        let path = "\(logDirectory)/\(LogFile.checkpoint(snapshot.version, part: 1, of: 1).name)"
        let file = try fileSystem.create(path)
        let count: Int64
        do {
            count = try CheckpointFile.write(snapshot, removedSince: oldest) { try file.write($0) }
            try file.publish()
        } catch {
            file.abandon()
            throw error
        }
        checkpointVersion = snapshot.version
        snapshot.tombstones = snapshot.tombstones.filter { $0.value.deletionTimestamp ?? 0 > oldest }
        try writeHint(
            LastCheckpoint(
                version: snapshot.version, size: count, sizeInBytes: file.count,
                numOfAddFiles: Int64(snapshot.files.count)))
    }

    /// Removes log entries that are older than the table's `delta.logRetentionDuration` and covered by a checkpoint that
    /// is as old itself, so that every version of the retention time can still be read.
    ///
    /// - Parameter now: the present moment, in milliseconds since the epoch.
    /// - Returns: how many files were removed.
    @discardableResult
    public func removeExpiredLog(now: Int64) throws -> Int {
        let properties = try TableProperties(snapshot.metadata.configuration, at: location)
        guard properties.removesExpiredLog else { return 0 }
        let listing = LogListing(try fileSystem.list(logDirectory))
        let cutoff = now - properties.logRetention
        let newestExpired = listing.commits.last { listing.files[.commit($0)] ?? .max < cutoff }
        guard let newestExpired, let base = listing.checkpoints.first(where: { $0.version <= newestExpired }) else {
            return 0
        }
        let expired = listing.files.keys.filter { $0.version < base.version && !$0.isUnreadable }
        for file in expired.sorted(by: { ($0.version, $0.name) < ($1.version, $1.name) }) {
            try fileSystem.delete("\(logDirectory)/\(file.name)")
        }
        return expired.count
    }

    private func writeHint(_ hint: LastCheckpoint) throws {
        let file = try fileSystem.create("\(logDirectory)/\(LastCheckpoint.name)")
        do {
            try file.write(try JSON.encode(hint))
            try file.publish()
        } catch {
            file.abandon()
            throw error
        }
    }
}

extension LogFile {
    /// Whether the file is one that Souk neither reads nor removes.
    fileprivate var isUnreadable: Bool {
        if case .unreadableCheckpoint = self { true } else { false }
    }
}
