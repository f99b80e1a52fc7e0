/// One value of one of our own queries, in whichever database it was asked. Nothing is rounded on its way.
package enum ResultValue: Sendable, Hashable {
    /// NULL.
    case null
    /// A whole number.
    case integer(Int128)
    /// An exact decimal number, by its digits without the point.
    case decimal(unscaled: Int128, scale: Int)
    /// Text.
    case text(String)
    /// A moment in microseconds since 1970-01-01T00:00:00Z.
    case timestamp(microseconds: Int64)
}
