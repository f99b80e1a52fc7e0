internal import Parquet

/// A data file of `rejected` while it is written: a row group for each call, or several if the payloads are large.
public struct RejectedFileWriter: ~Copyable {
    private let name: String
    private var writer: DataFileWriter

    /// Starts a file.
    ///
    /// - Parameters:
    ///   - fileSystem: where the lake lies.
    ///   - unique: letters and digits that no other file of the table has in its name.
    /// - Throws: `FileSystemError`.
    public init(on fileSystem: any FileSystem, unique: String) throws {
        name = "part-\(unique).snappy.parquet"
        writer = try DataFileWriter(
            on: fileSystem, directory: RejectedTable.directory, name: name, schema: RejectedTable.schema)
    }

    /// Writes rows. None leave no trace.
    ///
    /// - Throws: `ParquetError`, `FileSystemError`. After an error the file is not usable any more.
    public mutating func append(_ rows: [RejectedRow]) throws {
        var start = 0
        var bytes = 0
        for (index, row) in rows.enumerated() {
            let isFull = index > start && bytes + row.payload.count > RejectedTable.payloadBytesPerGroup
            if isFull || index - start == WindowsTable.rowsPerGroup {
                try RejectedTable.write(rows[start..<index], to: &writer)
                start = index
                bytes = 0
            }
            bytes += row.payload.count
        }
        if start < rows.count { try RejectedTable.write(rows[start...], to: &writer) }
    }

    /// Completes the file.
    ///
    /// - Throws: `ParquetError`, `FileSystemError`.
    public consuming func finish() throws -> StagedDataFile {
        try writer.finish(name: name)
    }
}
