public import Lake

/// The records of a pipeline's commits until a table's version, as far as the log of `transactions` still has them.
public struct CommitHistory {
    private let table: DeltaTable
    private let pipeline: String

    /// The history of one pipeline in a lake's `transactions`.
    public init(_ table: DeltaTable, pipeline: String) {
        self.table = table
        self.pipeline = pipeline
    }

    /// The record of the last commit; nil if there is none. Where other writers have shortened the table's log, it is the
    /// copy in the state directory that agrees with the table's offsets.
    ///
    /// - Throws: `DeltaError`, `FileSystemError`, `PipelineError` with code `.lakeDamaged`.
    public func last() throws -> CommitRecord? {
        if let record = try last(where: { $0.pipeline == pipeline }) { return record }
        return try StateStore(fileSystem: table.fileSystem).records().filter { record in
            record.pipeline == pipeline
                && record.nextOffsets.allSatisfy { partition, offset in
                    table.snapshot.transactionVersion(of: "\(pipeline)/\(partition)") == offset
                }
        }.min { $0.sequence < $1.sequence }
    }

    /// The record of the last commit that another pipeline made; nil if the log holds none.
    ///
    /// - Throws: as `last`.
    func lastOfAnother() throws -> CommitRecord? {
        try last { $0.pipeline != pipeline }
    }

    private func last(where isSought: (CommitRecord) -> Bool) throws -> CommitRecord? {
        // Read one by one from the snapshot's version downwards, which needs no listing of a log of many thousand entries.
        for version in stride(from: table.version, through: 0, by: -1) {
            guard let commit = try table.commit(ofVersion: version) else { return nil }
            if let record = try record(commit), isSought(record) { return record }
        }
        return nil
    }

    /// All records, the oldest first.
    ///
    /// - Throws: as `last`.
    public func all() throws -> [CommitRecord] {
        try table.history().filter { $0.version <= table.version }.compactMap(record)
            .filter { $0.pipeline == pipeline }.reversed()
    }

    private func record(_ commit: DeltaCommit) throws -> CommitRecord? {
        try commit.info?.souk.map(CommitRecord.init)
    }
}
