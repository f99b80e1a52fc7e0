internal import CParquet

/// A flat column: its name, its type and how its values are laid down. Every row has a value.
public struct ParquetColumn: Sendable, Hashable {
    /// How a column's values are encoded before they are compressed.
    public enum Encoding: Sendable, Hashable {
        /// As they are.
        case plain
        /// As indices into a dictionary of the distinct values.
        case dictionary
        /// Integers as bit-packed differences: best for what ascends.
        case deltaBinaryPacked
        /// Texts with their lengths apart from their bytes.
        case deltaLengthByteArray

        var code: souk_parquet_encoding {
            switch self {
            case .plain: souk_parquet_plain
            case .dictionary: souk_parquet_dictionary
            case .deltaBinaryPacked: souk_parquet_delta_binary_packed
            case .deltaLengthByteArray: souk_parquet_delta_length_byte_array
            }
        }
    }

    /// The column's name.
    public var name: String
    /// The type of its values.
    public var type: ParquetType
    /// How they are encoded.
    public var encoding: Encoding
    /// Whether the file says the smallest and the largest value of each row group.
    public var hasStatistics: Bool

    /// A column.
    public init(_ name: String, _ type: ParquetType, _ encoding: Encoding, hasStatistics: Bool = true) {
        self.name = name
        self.type = type
        self.encoding = encoding
        self.hasStatistics = hasStatistics
    }
}
