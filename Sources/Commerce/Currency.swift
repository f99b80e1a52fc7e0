/// A currency: its ISO 4217 code and how many decimal digits its minor unit has.
public struct Currency: Sendable, Hashable {
    /// The ISO 4217 code, `MAD` for instance.
    public var code: String
    /// Decimal digits of the minor unit: 2 for centimes. The lake's schema fixes it to 2.
    public var minorUnitDigits: Int

    /// A currency of the given code with two decimals.
    public init(code: String) {
        self.code = code
        minorUnitDigits = 2
    }

    /// The Moroccan dirham, the default.
    public static let moroccanDirham = Currency(code: "MAD")
}
