/// Two fields of a transaction were given the same name.
public struct FieldMappingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The name that is used twice.
    public let name: String
    /// The two fields that share it.
    public let fields: [TransactionField]

    /// What is wrong and what to do about it.
    public var description: String {
        let shared = fields.map(\.defaultName).joined(separator: " and ")
        return "the fields \(shared) are both read from the key \"\(name)\"; give each field a key of its own"
    }
}
