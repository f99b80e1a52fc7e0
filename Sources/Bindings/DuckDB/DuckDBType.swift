/// The type of a column.
public indirect enum DuckDBType: Sendable, Hashable {
    /// Only NULL.
    case null
    /// True or false.
    case boolean
    /// A whole number of 8, 16, 32, 64 or 128 bits.
    case integer(bits: Int, isSigned: Bool)
    /// A floating-point number of 32 bits.
    case float
    /// A floating-point number of 64 bits.
    case double
    /// An exact decimal number of up to `width` digits, `scale` of them after the point.
    case decimal(width: Int, scale: Int)
    /// UTF-8 text.
    case text
    /// Bytes.
    case blob
    /// A day.
    case date
    /// A time of day in microseconds.
    case time
    /// A moment (`TIMESTAMP WITH TIME ZONE`), in microseconds.
    case timestamp
    /// A date and a time on a clock without a zone (`TIMESTAMP`), in units of `ticksPerSecond`.
    case localTimestamp(ticksPerSecond: Int64)
    /// Months, days and microseconds.
    case interval
    /// A UUID.
    case uuid
    /// One of the given texts, stored in `bits`.
    case enumeration([String], bits: Int)
    /// A list of any length.
    case list(DuckDBType)
    /// A list of a fixed length.
    case array(DuckDBType, count: Int)
    /// Named fields.
    case structure(names: [String], types: [DuckDBType])
    /// Keys and values.
    case map(key: DuckDBType, value: DuckDBType)

    /// Whether values are numbers, which people line up at the right.
    public var isNumeric: Bool {
        switch self {
        case .integer, .float, .double, .decimal: true
        default: false
        }
    }
}
