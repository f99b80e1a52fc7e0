/// A value of a nested record, to be written.
public indirect enum ParquetValue: Sendable, Hashable {
    /// No value.
    case null
    /// True or false.
    case boolean(Bool)
    /// An integer, a decimal's unscaled integer, or a timestamp in microseconds.
    case integer(Int64)
    /// A floating-point number.
    case double(Double)
    /// UTF-8 text.
    case text(String)
    /// Bytes of any kind.
    case bytes([UInt8])
    /// A structure's fields, in the order of its schema.
    case structure([ParquetValue])
    /// A list's elements.
    case list([ParquetValue])
    /// A map's keys, and their values at the same places.
    case map(keys: [ParquetValue], values: [ParquetValue])

    /// A text, or no value.
    public static func text(orNull text: String?) -> ParquetValue {
        text.map { .text($0) } ?? .null
    }

    /// An integer, or no value.
    public static func integer(orNull integer: Int64?) -> ParquetValue {
        integer.map { .integer($0) } ?? .null
    }
}
