/// What a table is: the `metaData` action.
public struct TableMetadata: Codable, Sendable, Hashable {
    /// How the data files are written.
    public struct Format: Codable, Sendable, Hashable {
        /// The format's name: `parquet`.
        public var provider: String
        /// The format's options.
        public var options: [String: String]

        /// A format.
        public init(provider: String = "parquet", options: [String: String] = [:]) {
            self.provider = provider
            self.options = options
        }
    }

    /// The table's identity, a UUID.
    public var id: String
    /// Its name, if it has one.
    public var name: String?
    /// What it is for, in words.
    public var description: String?
    /// How the data files are written.
    public var format: Format
    /// The columns, as Spark describes them in JSON.
    public var schemaString: String
    /// The columns by whose values the files are split.
    public var partitionColumns: [String]
    /// When the table was made, in milliseconds since the epoch.
    public var createdTime: Int64?
    /// Table properties.
    public var configuration: [String: String]

    /// Describes a table of Parquet files without partitions.
    public init(
        id: String, name: String? = nil, description: String? = nil, schemaString: String, createdTime: Int64?,
        configuration: [String: String] = [:]
    ) {
        self.id = id
        self.name = name
        self.description = description
        format = Format()
        self.schemaString = schemaString
        partitionColumns = []
        self.createdTime = createdTime
        self.configuration = configuration
    }

    enum CodingKeys: String, CodingKey {
        case id, name, description, format, schemaString, partitionColumns, createdTime, configuration
    }

    /// Reads the action; members that may be left out get their defaults.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        name = try container.decodeIfPresent(String.self, forKey: .name)
        description = try container.decodeIfPresent(String.self, forKey: .description)
        format = try container.decodeIfPresent(Format.self, forKey: .format) ?? Format()
        schemaString = try container.decode(String.self, forKey: .schemaString)
        partitionColumns = try container.decodeIfPresent([String].self, forKey: .partitionColumns) ?? []
        createdTime = try container.decodeIfPresent(Int64.self, forKey: .createdTime)
        configuration = try container.decodeIfPresent([String: String].self, forKey: .configuration) ?? [:]
    }
}

extension TableMetadata.Format {
    enum CodingKeys: String, CodingKey {
        case provider, options
    }

    /// Reads the member; options may be left out.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        provider = try container.decode(String.self, forKey: .provider)
        options = try container.decodeIfPresent([String: String].self, forKey: .options) ?? [:]
    }
}
