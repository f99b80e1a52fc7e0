/// A field of a nested record; any of them may be null.
public struct ParquetField: Sendable, Hashable {
    /// What a field holds.
    public indirect enum Shape: Sendable, Hashable {
        /// One value.
        case primitive(ParquetType)
        /// Named fields.
        case structure([ParquetField])
        /// Any number of values.
        case list(ParquetField)
        /// Values by keys.
        case map(key: ParquetField, value: ParquetField)
    }

    /// The field's name.
    public var name: String
    /// What it holds.
    public var shape: Shape

    /// A field.
    public init(_ name: String, _ shape: Shape) {
        self.name = name
        self.shape = shape
    }

    /// A field of one value.
    public static func primitive(_ name: String, _ type: ParquetType) -> ParquetField {
        ParquetField(name, .primitive(type))
    }

    /// A field that maps texts to texts.
    public static func textMap(_ name: String) -> ParquetField {
        ParquetField(name, .map(key: .primitive("key", .text), value: .primitive("value", .text)))
    }
}
