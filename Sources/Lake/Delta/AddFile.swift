/// A data file that belongs to a table: the `add` action.
public struct AddFile: Codable, Sendable, Hashable {
    /// The file's path under the table's directory, as the file system knows it (not percent-encoded).
    public var path: String
    /// The values of the partition columns.
    public var partitionValues: [String: String?]
    /// Bytes.
    public var size: Int64
    /// When the file was written, in milliseconds since the epoch.
    public var modificationTime: Int64
    /// Whether the file changes what the table holds; false if it only rearranges rows that were there.
    public var dataChange: Bool
    /// Counts and bounds of the file's rows, as JSON.
    public var stats: String?
    /// Whatever else the writer wants to say of the file.
    public var tags: [String: String?]?

    /// A data file of an unpartitioned table.
    public init(
        path: String, size: Int64, modificationTime: Int64, dataChange: Bool = true, stats: String? = nil,
        tags: [String: String?]? = nil
    ) {
        self.path = path
        partitionValues = [:]
        self.size = size
        self.modificationTime = modificationTime
        self.dataChange = dataChange
        self.stats = stats
        self.tags = tags
    }

    enum CodingKeys: String, CodingKey {
        case path, partitionValues, size, modificationTime, dataChange, stats, tags, deletionVector
    }

    /// Reads the action.
    ///
    /// - Throws: `DeltaError` with code `.unsupported` for a file with a deletion vector or outside of the table.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        path = try FilePath.decode(try container.decode(String.self, forKey: .path))
        try FilePath.refuse(
            deletionVector: container.decodeIfPresent(JSONValue.self, forKey: .deletionVector), of: path)
        partitionValues = try container.decodeIfPresent([String: String?].self, forKey: .partitionValues) ?? [:]
        size = try container.decode(Int64.self, forKey: .size)
        modificationTime = try container.decode(Int64.self, forKey: .modificationTime)
        dataChange = try container.decode(Bool.self, forKey: .dataChange)
        stats = try container.decodeIfPresent(String.self, forKey: .stats)
        tags = try container.decodeIfPresent([String: String?].self, forKey: .tags)
    }

    /// Writes the action.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(FilePath.encode(path), forKey: .path)
        try container.encode(partitionValues, forKey: .partitionValues)
        try container.encode(size, forKey: .size)
        try container.encode(modificationTime, forKey: .modificationTime)
        try container.encode(dataChange, forKey: .dataChange)
        try container.encodeIfPresent(stats, forKey: .stats)
        try container.encodeIfPresent(tags, forKey: .tags)
    }
}
