/// A column of a result.
public struct SparkColumn: Sendable, Hashable {
    /// The name, not necessarily unique.
    public var name: String
    /// The type as SQL has it, such as `decimal(10,2)` or `array<string>`.
    public var type: String

    /// A column.
    public init(name: String, type: String) {
        self.name = name
        self.type = type
    }
}
