/// A value of a result.
public enum SparkValue: Sendable, Hashable {
    /// A field of a structure.
    public struct Field: Sendable, Hashable {
        /// The field's name.
        public var name: String
        /// The field's value.
        public var value: SparkValue

        /// A field.
        public init(_ name: String, _ value: SparkValue) {
            self.name = name
            self.value = value
        }
    }

    /// No value.
    case null
    /// True or false.
    case boolean(Bool)
    /// An integer of any size.
    case integer(Int64)
    /// An exact number: `unscaled` divided by ten to the power of `scale`.
    case decimal(unscaled: Int128, scale: Int)
    /// A floating-point number.
    case double(Double)
    /// UTF-8 text.
    case text(String)
    /// Bytes of any kind.
    case bytes([UInt8])
    /// A moment, counted from 1970 in UTC.
    case timestamp(microseconds: Int64)
    /// A date and a time on a clock without a zone (`timestamp_ntz`), counted as if it showed UTC.
    case localTimestamp(microseconds: Int64)
    /// A day since 1970-01-01.
    case date(days: Int32)
    /// A time of day.
    case time(nanoseconds: Int64)
    /// A span of time.
    case interval(months: Int32, days: Int32, microseconds: Int64)
    /// Elements of one type.
    case list([SparkValue])
    /// Keys, and their values at the same places.
    case map(keys: [SparkValue], values: [SparkValue])
    /// Named fields, in the order of their type.
    case structure([Field])
}
