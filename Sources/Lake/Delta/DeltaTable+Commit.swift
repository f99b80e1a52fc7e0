extension DeltaTable {
    /// What became of an attempt to commit.
    public enum CommitOutcome: Sendable, Hashable {
        /// The commit is durable and made this version.
        case committed(version: Int64)
        /// The version was taken: these commits of others came first. The table value knows them now; whoever finds that
        /// they don't matter may commit again.
        case conflict([DeltaCommit])
    }

    /// Commits actions as the version after the one that this value knows.
    ///
    /// A `FileSystemError` leaves it open whether the commit came about: open the table anew to see.
    ///
    /// - Parameters:
    ///   - actions: what changes.
    ///   - info: who changes it.
    /// - Throws: `DeltaError` if the table can't be written by Souk, or if the actions are against its properties;
    ///   `FileSystemError`.
    public mutating func commit(_ actions: [DeltaAction], info: CommitInfo) throws -> CommitOutcome {
        try check(actions)
        let next = snapshot.version + 1
        guard try publish(actions, info: info, version: next) else {
            let commits = try update()
            guard snapshot.version >= next else {
                throw DeltaError(.damaged, "version \(next) of \(location) can neither be written nor read.")
            }
            return .conflict(commits)
        }
        try apply(DeltaCommit(version: next, actions: actions, info: info))
        return .committed(version: next)
    }

    /// Writes the file of a version, unless there is one.
    ///
    /// - Returns: false if the version is taken.
    func publish(_ actions: [DeltaAction], info: CommitInfo, version: Int64) throws -> Bool {
        let file = try fileSystem.create("\(logDirectory)/\(LogFile.commit(version).name)")
        do {
            try file.write(try CommitFile.encode(actions, info: info))
            return try file.publishIfAbsent()
        } catch {
            file.abandon()
            throw error
        }
    }

    private func check(_ actions: [DeltaAction]) throws(DeltaError) {
        try snapshot.tableProtocol.checkWritable(snapshot.metadata, at: location)
        let properties = try TableProperties(snapshot.metadata.configuration, at: location)
        for case .remove(let file) in actions where properties.isAppendOnly && file.dataChange {
            throw DeltaError(.unsupported, "\(location) is append-only, so \(file.path) can't be removed.")
        }
    }
}
