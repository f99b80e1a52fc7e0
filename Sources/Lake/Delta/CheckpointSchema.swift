internal import Parquet

/// The columns of a checkpoint (the protocol's V1 form), one for each kind of action.
enum CheckpointSchema {
    static let fields: [ParquetField] = [transaction, add, remove, metadata, tableProtocol]

    private static let transaction = ParquetField(
        "txn",
        .structure([.primitive("appId", .text), .primitive("version", .int64), .primitive("lastUpdated", .int64)]))

    private static let add = ParquetField(
        "add",
        .structure([
            .primitive("path", .text), .textMap("partitionValues"), .primitive("size", .int64),
            .primitive("modificationTime", .int64), .primitive("dataChange", .boolean), .primitive("stats", .text),
            .textMap("tags"),
        ]))

    private static let remove = ParquetField(
        "remove",
        .structure([
            .primitive("path", .text), .primitive("deletionTimestamp", .int64), .primitive("dataChange", .boolean),
            .primitive("extendedFileMetadata", .boolean), .textMap("partitionValues"), .primitive("size", .int64),
        ]))

    private static let metadata = ParquetField(
        "metaData",
        .structure([
            .primitive("id", .text), .primitive("name", .text), .primitive("description", .text),
            ParquetField("format", .structure([.primitive("provider", .text), .textMap("options")])),
            .primitive("schemaString", .text), textList("partitionColumns"), .primitive("createdTime", .int64),
            .textMap("configuration"),
        ]))

    private static let tableProtocol = ParquetField(
        "protocol",
        .structure([
            .primitive("minReaderVersion", .int32), .primitive("minWriterVersion", .int32),
            textList("readerFeatures"), textList("writerFeatures"),
        ]))

    private static func textList(_ name: String) -> ParquetField {
        ParquetField(name, .list(.primitive("element", .text)))
    }

    /// What of a checkpoint is read; other writers add columns that repeat what is in these.
    static let readColumns = [
        "txn", "add.path", "add.partitionValues", "add.size", "add.modificationTime", "add.dataChange", "add.stats",
        "add.tags", "add.deletionVector", "remove.path", "remove.deletionTimestamp", "remove.dataChange",
        "remove.extendedFileMetadata", "remove.size", "remove.deletionVector", "metaData", "protocol",
    ]
}
