/// A value in a TOML document, with the place where it was written.
public struct TOMLNode: Sendable, Hashable {
    /// What the node holds.
    public var value: Value
    /// Where the key, or the value if it has none, begins.
    public var position: TOMLPosition

    /// The values that TOML knows.
    public enum Value: Sendable, Hashable {
        /// A table; entries in the order of their keys.
        case table([TOMLEntry])
        /// An array.
        case array([TOMLNode])
        /// A string.
        case string(String)
        /// A 64-bit integer.
        case integer(Int64)
        /// A binary floating-point number.
        case float(Double)
        /// `true` or `false`.
        case boolean(Bool)
        /// A date, a time, or both, as TOML writes them.
        case time(String)
    }

    /// A value at a place.
    public init(_ value: Value, at position: TOMLPosition) {
        self.value = value
        self.position = position
    }
}
