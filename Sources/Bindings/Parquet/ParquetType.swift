internal import CParquet

/// The type of a column's values.
public enum ParquetType: Sendable, Hashable {
    /// UTF-8 text.
    case text
    /// Bytes of any kind.
    case bytes
    /// True or false.
    case boolean
    /// A signed integer of 32 bits.
    case int32
    /// A signed integer of 64 bits.
    case int64
    /// A floating-point number of 64 bits.
    case double
    /// An exact number of up to 18 digits, `scale` of them behind the point, given as its unscaled integer.
    case decimal(precision: Int, scale: Int)
    /// A moment in UTC, in microseconds since 1970.
    case timestamp

    var code: souk_parquet_type {
        switch self {
        case .text: souk_parquet_text
        case .bytes: souk_parquet_bytes
        case .boolean: souk_parquet_boolean
        case .int32: souk_parquet_int32
        case .int64: souk_parquet_int64
        case .double: souk_parquet_double
        case .decimal: souk_parquet_decimal
        case .timestamp: souk_parquet_timestamp
        }
    }

    var precision: Int32 {
        if case .decimal(let precision, _) = self { Int32(precision) } else { 0 }
    }

    var scale: Int32 {
        if case .decimal(_, let scale) = self { Int32(scale) } else { 0 }
    }
}
