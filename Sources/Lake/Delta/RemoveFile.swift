/// A data file that no longer belongs to a table: the `remove` action, kept as a tombstone until nobody reads the file.
public struct RemoveFile: Codable, Sendable, Hashable {
    /// The file's path under the table's directory, as the file system knows it (not percent-encoded).
    public var path: String
    /// When it was removed, in milliseconds since the epoch.
    public var deletionTimestamp: Int64?
    /// Whether its rows are gone from the table; false if other files hold them now.
    public var dataChange: Bool
    /// Whether `partitionValues` and `size` are given.
    public var extendedFileMetadata: Bool?
    /// The values of the partition columns.
    public var partitionValues: [String: String?]?
    /// Bytes.
    public var size: Int64?

    /// Removes a file.
    ///
    /// - Parameters:
    ///   - file: what is removed.
    ///   - deletionTimestamp: the present moment, in milliseconds since the epoch.
    ///   - dataChange: whether its rows are gone from the table.
    public init(_ file: AddFile, deletionTimestamp: Int64, dataChange: Bool) {
        path = file.path
        self.deletionTimestamp = deletionTimestamp
        self.dataChange = dataChange
        extendedFileMetadata = true
        partitionValues = file.partitionValues
        size = file.size
    }

    init(path: String, deletionTimestamp: Int64?, dataChange: Bool, extendedFileMetadata: Bool?, size: Int64?) {
        self.path = path
        self.deletionTimestamp = deletionTimestamp
        self.dataChange = dataChange
        self.extendedFileMetadata = extendedFileMetadata
        self.size = size
    }

    enum CodingKeys: String, CodingKey {
        case path, deletionTimestamp, dataChange, extendedFileMetadata, partitionValues, size, deletionVector
    }

    /// Reads the action.
    ///
    /// - Throws: `DeltaError` with code `.unsupported` for a file with a deletion vector or outside of the table.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        path = try FilePath.decode(try container.decode(String.self, forKey: .path))
        try FilePath.refuse(
            deletionVector: container.decodeIfPresent(JSONValue.self, forKey: .deletionVector), of: path)
        deletionTimestamp = try container.decodeIfPresent(Int64.self, forKey: .deletionTimestamp)
        dataChange = try container.decodeIfPresent(Bool.self, forKey: .dataChange) ?? true
        extendedFileMetadata = try container.decodeIfPresent(Bool.self, forKey: .extendedFileMetadata)
        partitionValues = try container.decodeIfPresent([String: String?].self, forKey: .partitionValues)
        size = try container.decodeIfPresent(Int64.self, forKey: .size)
    }

    /// Writes the action.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(FilePath.encode(path), forKey: .path)
        try container.encodeIfPresent(deletionTimestamp, forKey: .deletionTimestamp)
        try container.encode(dataChange, forKey: .dataChange)
        try container.encodeIfPresent(extendedFileMetadata, forKey: .extendedFileMetadata)
        try container.encodeIfPresent(partitionValues, forKey: .partitionValues)
        try container.encodeIfPresent(size, forKey: .size)
    }
}
