internal import Parquet

extension CheckpointFile {
    /// Reads the actions of a checkpoint, or of one part of it.
    static func read(_ bytes: [UInt8], origin: String, into builder: inout SnapshotBuilder) throws {
        var reader = try ParquetFileReader(bytes: bytes, origin: origin, columns: CheckpointSchema.readColumns)
        while let batch = try reader.next() {
            try readTransactions(batch, into: &builder)
            try readAdded(batch, into: &builder)
            try readRemoved(batch, into: &builder)
            try readMetadata(batch, into: &builder)
            try readProtocol(batch, into: &builder)
        }
    }

    private static func readTransactions(_ batch: ParquetBatch, into builder: inout SnapshotBuilder) throws {
        guard let record = try CheckpointRecord(batch, "txn") else { return }
        for row in record.rows {
            builder.take(
                .transaction(
                    ApplicationTransaction(
                        appId: try record.requiredText("appId", row),
                        version: try record.requiredInteger("version", row),
                        lastUpdated: try record.integer("lastUpdated", row))))
        }
    }

    private static func readAdded(_ batch: ParquetBatch, into builder: inout SnapshotBuilder) throws {
        guard let record = try CheckpointRecord(batch, "add") else { return }
        for row in record.rows {
            let path = try FilePath.decode(try record.requiredText("path", row))
            try record.refuseDeletionVector(row, path)
            var file = AddFile(
                path: path, size: try record.requiredInteger("size", row),
                modificationTime: try record.requiredInteger("modificationTime", row), dataChange: false,
                stats: try record.text("stats", row), tags: try record.map("tags", row))
            file.partitionValues = try record.map("partitionValues", row) ?? [:]
            builder.take(.add(file))
        }
    }

    private static func readRemoved(_ batch: ParquetBatch, into builder: inout SnapshotBuilder) throws {
        guard let record = try CheckpointRecord(batch, "remove") else { return }
        for row in record.rows {
            let path = try FilePath.decode(try record.requiredText("path", row))
            try record.refuseDeletionVector(row, path)
            builder.take(
                .remove(
                    RemoveFile(
                        path: path, deletionTimestamp: try record.integer("deletionTimestamp", row),
                        dataChange: try record.boolean("dataChange", row) ?? false,
                        extendedFileMetadata: nil, size: nil)))
        }
    }

    private static func readMetadata(_ batch: ParquetBatch, into builder: inout SnapshotBuilder) throws {
        guard let record = try CheckpointRecord(batch, "metaData") else { return }
        for row in record.rows {
            var metadata = TableMetadata(
                id: try record.requiredText("id", row), name: try record.text("name", row),
                description: try record.text("description", row),
                schemaString: try record.requiredText("schemaString", row),
                createdTime: try record.integer("createdTime", row),
                configuration: try record.map("configuration", row)?.compactMapValues { $0 } ?? [:])
            metadata.partitionColumns = try record.texts("partitionColumns", row) ?? []
            if let format = try record.structure("format") {
                metadata.format.provider = try format.text("provider", row) ?? metadata.format.provider
                metadata.format.options = try format.map("options", row)?.compactMapValues { $0 } ?? [:]
            }
            builder.take(.metadata(metadata))
        }
    }

    private static func readProtocol(_ batch: ParquetBatch, into builder: inout SnapshotBuilder) throws {
        guard let record = try CheckpointRecord(batch, "protocol") else { return }
        for row in record.rows {
            builder.take(
                .protocol(
                    TableProtocol(
                        minReaderVersion: Int(try record.requiredInteger("minReaderVersion", row)),
                        minWriterVersion: Int(try record.requiredInteger("minWriterVersion", row)),
                        readerFeatures: try record.texts("readerFeatures", row),
                        writerFeatures: try record.texts("writerFeatures", row))))
        }
    }
}
