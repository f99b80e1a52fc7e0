/// Who made a commit, when and why: the `commitInfo` action.
///
/// Its members are a convention, not part of the protocol, so whatever another writer says in another form is left out.
public struct CommitInfo: Codable, Sendable, Hashable {
    /// What Souk calls itself as `engineInfo`; a commit that says so carries a checksum.
    static let engine = "Souk/1"

    /// When the commit was made, in milliseconds since the epoch.
    public var timestamp: Int64?
    /// What was done: `STREAMING UPDATE`, `OPTIMIZE` …
    public var operation: String?
    /// With which parameters.
    public var operationParameters: [String: String]
    /// The program that did it.
    public var engineInfo: String?
    /// Whether files were only added, without looking at those that were there.
    public var isBlindAppend: Bool?
    /// What Souk's pipeline says of the commit, as JSON text.
    public var souk: String?

    /// Describes a commit of Souk's.
    ///
    /// - Parameters:
    ///   - timestamp: the present moment, in milliseconds since the epoch.
    ///   - souk: anything that the commit should say besides, as JSON text.
    public init(
        timestamp: Int64, operation: String, operationParameters: [String: String] = [:], isBlindAppend: Bool,
        souk: String? = nil
    ) {
        self.timestamp = timestamp
        self.operation = operation
        self.operationParameters = operationParameters
        engineInfo = Self.engine
        self.isBlindAppend = isBlindAppend
        self.souk = souk
    }

    enum CodingKeys: String, CodingKey {
        case timestamp, operation, operationParameters, engineInfo, isBlindAppend, souk, soukChecksum
    }

    /// Reads the action.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.singleValueContainer().decode([String: JSONValue].self)
        timestamp = members["timestamp"]?.integer
        operation = members["operation"]?.text
        engineInfo = members["engineInfo"]?.text
        isBlindAppend = members["isBlindAppend"]?.boolean
        operationParameters = try (members["operationParameters"]?.members ?? [:]).mapValues(Self.describe)
        souk = try members["souk"].map(Self.describe)
    }

    /// Writes the action, with a checksum of zeros that `CommitFile` fills in.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(timestamp, forKey: .timestamp)
        try container.encodeIfPresent(operation, forKey: .operation)
        try container.encode(operationParameters, forKey: .operationParameters)
        try container.encodeIfPresent(engineInfo, forKey: .engineInfo)
        try container.encodeIfPresent(isBlindAppend, forKey: .isBlindAppend)
        try container.encodeIfPresent(souk.map { try JSON.decode(JSONValue.self, from: $0.utf8) }, forKey: .souk)
        try container.encode(CommitFile.noChecksum, forKey: .soukChecksum)
    }

    private static func describe(_ value: JSONValue) throws -> String {
        try value.text ?? String(decoding: JSON.encode(value), as: UTF8.self)
    }
}
