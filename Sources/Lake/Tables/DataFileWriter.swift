internal import Checksum
internal import Parquet

/// A data file of a table while it is written.
struct DataFileWriter: ~Copyable {
    private let file: any FileWriter
    private let checksum: RunningChecksum
    private var parquet: ParquetFileWriter
    /// What is known of the rows until now.
    var statistics: FileStatistics

    /// How many rows were written.
    var rowCount: Int64 { statistics.rowCount }
    /// How many bytes reached the file; the last few hundred kilobytes may still be on their way.
    var byteCount: Int64 { file.count }

    init(on fileSystem: any FileSystem, directory: String, name: String, schema: TableSchema) throws {
        let file = try fileSystem.create("\(directory)/\(name)")
        let checksum = RunningChecksum()
        parquet = try ParquetFileWriter(columns: schema.parquetColumns) { bytes in
            try file.write(bytes)
            checksum.value.update(bytes)
        }
        self.file = file
        self.checksum = checksum
        statistics = FileStatistics(schema)
    }

    /// Writes one row group; `body` appends the columns in the order of the schema.
    mutating func writeRowGroup(rows: Int, _ body: (inout ParquetRowGroup) throws -> Void) throws {
        try parquet.writeRowGroup(rows: rows, body)
        statistics.add(rows: rows)
    }

    /// Completes the file.
    ///
    /// - Parameter name: what it shall be called.
    consuming func finish(name: String) throws -> StagedDataFile {
        let file = file
        let statistics = statistics
        let checksum = checksum
        try parquet.finish()
        try file.seal()
        file.name = name
        return StagedDataFile(
            file, rowCount: statistics.rowCount, stats: statistics.json, checksum: checksum.value.value)
    }

    /// The checksum of what was written, shared with the closure that writes.
    private final class RunningChecksum {
        var value = CRC32C()
    }
}
