internal import Commerce
internal import DuckDB

extension DuckDBDecimal {
    /// An amount in its currency's major unit. `Money` has no room for the sums of a whole lake, this has.
    init(minorUnits: Int128, of currency: Currency) {
        self.init(unscaled: minorUnits, scale: currency.minorUnitDigits)
    }
}
