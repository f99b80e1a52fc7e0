internal import Parquet

/// The columns of one of the lake's tables.
struct TableSchema: Sendable {
    let columns: [TableColumn]

    /// The columns as a Parquet file has them.
    var parquetColumns: [ParquetColumn] {
        columns.map { ParquetColumn($0.name, $0.type, $0.encoding, hasStatistics: $0.hasStatistics) }
    }

    /// The columns as Delta's metadata describes them. All may be null there, which lets other writers add rows.
    var json: String {
        let fields = columns.map {
            #"{"name":"\#($0.name)","type":"\#($0.deltaType)","nullable":true,"metadata":{}}"#
        }
        return #"{"type":"struct","fields":[\#(fields.joined(separator: ","))]}"#
    }

    /// The property that keeps other writers' statistics to the columns that Souk's own have (numbers and times): the bounds of
    /// texts skip no file here, and cost Spark part of the time that it writes a table in.
    var statisticsProperty: [String: String] {
        let columns = columns.filter { !["string", "binary"].contains($0.deltaType) }
        return ["delta.dataSkippingStatsColumns": columns.map(\.name).joined(separator: ",")]
    }

    /// Checks that a table has these columns. Others may be there besides.
    ///
    /// - Throws: `DeltaError` with code `.schemaMismatch`, which names the columns.
    func check(_ metadata: TableMetadata, at location: String) throws(DeltaError) {
        struct Schema: Decodable {
            var fields: [Field]
        }
        struct Field: Decodable {
            var name: String
            var type: JSONValue
        }
        let schema: Schema
        do {
            schema = try JSON.decode(from: metadata.schemaString.utf8)
        } catch {
            throw DeltaError(.damaged, "the schema of \(location) is no schema: \(error)")
        }
        let types = Dictionary(schema.fields.map { ($0.name, $0.type) }) { first, _ in first }
        let wrong = columns.filter { types[$0.name] != .text($0.deltaType) }
        guard wrong.isEmpty else {
            let expected = wrong.map { "\($0.name) \($0.deltaType)" }.joined(separator: ", ")
            throw DeltaError(.schemaMismatch, "\(location) has not the columns that Souk writes: \(expected).")
        }
    }

    /// Reads these columns of data files, in the order of the files and of their rows.
    ///
    /// - Parameters:
    ///   - files: what to read.
    ///   - directory: the table's directory in the lake.
    ///   - fileSystem: where the lake lies.
    ///   - batchRows: how many rows of a file are read together, at most.
    ///   - body: takes rows that were read together.
    func forEachBatch(
        of files: [AddFile], in directory: String, on fileSystem: any FileSystem,
        rows batchRows: Int = ParquetFileReader.defaultBatchRows,
        _ body: (ParquetBatch) throws -> Void
    ) throws {
        let names = columns.map(\.name)
        for file in files {
            let path = "\(directory)/\(file.path)"
            // A copy on the disk would stay there for an hour at least, which a stream of small files would fill.
            var reader =
                try (0...Self.memoryLimit).contains(file.size)
                ? ParquetFileReader(
                    bytes: fileSystem.read(path), origin: "\(fileSystem.location)/\(path)", columns: names,
                    batchRows: batchRows)
                : ParquetFileReader(path: fileSystem.localCopy(of: path), columns: names, batchRows: batchRows)
            while let batch = try reader.next() { try body(batch) }
        }
    }

    /// The most bytes of a file that is read in memory.
    private static let memoryLimit: Int64 = 64 << 20
}
