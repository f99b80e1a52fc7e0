/// An exact decimal number: `unscaled` ÷ 10^`scale`.
public struct DuckDBDecimal: Sendable, Hashable, CustomStringConvertible {
    /// The digits, without the point.
    public var unscaled: Int128
    /// How many of the digits stand after the point, 0…38.
    public var scale: Int

    /// A number from its digits.
    public init(unscaled: Int128, scale: Int) {
        self.unscaled = unscaled
        self.scale = scale
    }

    /// The number with all its decimals: `-0.50`.
    public var description: String {
        let digits = String(unscaled.magnitude)
        guard scale > 0 else { return String(unscaled) }
        let padded = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
        return (unscaled < 0 ? "-" : "") + padded.dropLast(scale) + "." + padded.suffix(scale)
    }
}
