internal import Parquet

/// The content of a checkpoint: every action that makes up a snapshot, as a record each.
enum CheckpointFile {
    /// Writes a snapshot.
    ///
    /// - Parameter removedSince: tombstones older than this, in milliseconds since the epoch, are left out.
    /// - Returns: how many actions were written.
    static func write(
        _ snapshot: DeltaSnapshot, removedSince: Int64, to write: @escaping (RawSpan) throws -> Void
    ) throws -> Int64 {
        var writer = try ParquetRecordWriter(schema: CheckpointSchema.fields, write: write)
        try writer.append([.null, .null, .null, .null, record(snapshot.tableProtocol)])
        try writer.append([.null, .null, .null, record(snapshot.metadata), .null])
        for transaction in snapshot.transactions.values.sorted(by: { $0.appId < $1.appId }) {
            try writer.append([record(transaction), .null, .null, .null, .null])
        }
        for file in snapshot.sortedFiles {
            try writer.append([.null, record(file), .null, .null, .null])
        }
        for file in snapshot.tombstones.values.sorted(by: { $0.path < $1.path })
        where file.deletionTimestamp ?? 0 > removedSince {
            try writer.append([.null, .null, record(file), .null, .null])
        }
        let count = writer.rowCount
        try writer.finish()
        return count
    }

    private static func record(_ transaction: ApplicationTransaction) -> ParquetValue {
        .structure([
            .text(transaction.appId), .integer(transaction.version), .integer(orNull: transaction.lastUpdated),
        ])
    }

    private static func record(_ file: AddFile) -> ParquetValue {
        .structure([
            .text(FilePath.encode(file.path)), map(file.partitionValues), .integer(file.size),
            .integer(file.modificationTime), .boolean(false), .text(orNull: file.stats),
            file.tags.map(map) ?? .null,
        ])
    }

    private static func record(_ file: RemoveFile) -> ParquetValue {
        .structure([
            .text(FilePath.encode(file.path)), .integer(orNull: file.deletionTimestamp), .boolean(file.dataChange),
            file.extendedFileMetadata.map { .boolean($0) } ?? .null, file.partitionValues.map(map) ?? .null,
            .integer(orNull: file.size),
        ])
    }

    private static func record(_ metadata: TableMetadata) -> ParquetValue {
        .structure([
            .text(metadata.id), .text(orNull: metadata.name), .text(orNull: metadata.description),
            .structure([.text(metadata.format.provider), map(metadata.format.options)]),
            .text(metadata.schemaString), list(metadata.partitionColumns), .integer(orNull: metadata.createdTime),
            map(metadata.configuration),
        ])
    }

    private static func record(_ tableProtocol: TableProtocol) -> ParquetValue {
        .structure([
            .integer(Int64(tableProtocol.minReaderVersion)), .integer(Int64(tableProtocol.minWriterVersion)),
            tableProtocol.readerFeatures.map(list) ?? .null, tableProtocol.writerFeatures.map(list) ?? .null,
        ])
    }

    private static func list(_ texts: [String]) -> ParquetValue {
        .list(texts.map { .text($0) })
    }

    private static func map(_ texts: [String: String?]) -> ParquetValue {
        let keys = texts.keys.sorted()
        return .map(keys: keys.map { .text($0) }, values: keys.map { .text(orNull: texts[$0] ?? nil) })
    }

    private static func map(_ texts: [String: String]) -> ParquetValue {
        map(texts.mapValues(Optional.some))
    }
}
