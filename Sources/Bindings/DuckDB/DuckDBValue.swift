/// One value of a result, or a parameter of a statement. Nothing is rounded on its way.
public enum DuckDBValue: Sendable, Hashable {
    /// NULL.
    case null
    /// True or false.
    case boolean(Bool)
    /// A whole number of any width; an unsigned one beyond 127 bits arrives as text.
    case integer(Int128)
    /// A floating-point number of 32 bits.
    case float(Float)
    /// A floating-point number of 64 bits.
    case double(Double)
    /// An exact decimal number.
    case decimal(DuckDBDecimal)
    /// Text; also a UUID, an enumeration, an interval, and lists, structures and maps in DuckDB's own notation.
    case text(String)
    /// Bytes.
    case blob([UInt8])
    /// A day, counted from 1970-01-01.
    case date(days: Int32)
    /// A time of day in microseconds.
    case time(microseconds: Int64)
    /// A moment in microseconds since 1970-01-01T00:00:00Z; `Int64.max` and `-Int64.max` are DuckDB's infinities.
    case timestamp(microseconds: Int64)
    /// A date and a time on a clock without a zone, counted as if it showed UTC; infinities likewise.
    case localTimestamp(microseconds: Int64)

    /// The whole number, if the value is one.
    public var integer: Int128? {
        if case .integer(let value) = self { value } else { nil }
    }

    /// The decimal number, if the value is one.
    public var decimal: DuckDBDecimal? {
        if case .decimal(let value) = self { value } else { nil }
    }

    /// The text, if the value is one.
    public var text: String? {
        if case .text(let value) = self { value } else { nil }
    }

    /// The moment in microseconds since the epoch, if the value is one.
    public var microseconds: Int64? {
        if case .timestamp(let value) = self { value } else { nil }
    }

    /// Whether the value is NULL.
    public var isNull: Bool { self == .null }
}
