extension DeltaTable {
    /// Files of a table's directory that the log does not know.
    public struct Orphans: Sendable, Hashable {
        /// Data files that no commit names, or none any more: left by a writer that ended before its commit.
        public var dataFiles: [FileStatus]
        /// Hidden files: being written by somebody, or left by a writer that ended before it published them.
        public var hiddenFiles: [FileStatus]
    }

    /// Lists the files that neither belong to the table nor were removed from it recently.
    ///
    /// Another writer may be about to commit the youngest of them, so only old ones are safe to delete.
    public func orphans() throws -> Orphans {
        var orphans = Orphans(dataFiles: [], hiddenFiles: [])
        for entry in try fileSystem.list(directory) where !entry.isDirectory {
            if entry.name.hasPrefix(".") || entry.name.hasPrefix("_") {
                orphans.hiddenFiles.append(entry)
            } else if snapshot.files[entry.name] == nil, snapshot.tombstones[entry.name] == nil {
                orphans.dataFiles.append(entry)
            }
        }
        for entry in try fileSystem.list(logDirectory) where !entry.isDirectory && entry.name.hasPrefix(".") {
            orphans.hiddenFiles.append(
                FileStatus(
                    name: "_delta_log/\(entry.name)", size: entry.size, modified: entry.modified, isDirectory: false))
        }
        return orphans
    }
}
