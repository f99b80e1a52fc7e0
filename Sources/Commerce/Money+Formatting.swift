extension Money {
    /// The exact amount as a plain decimal number: `1234.50`.
    public var decimalText: String {
        let digits = String(minorUnits.magnitude)
        let decimals = max(0, currency.minorUnitDigits)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.utf8.count)) + digits
        let whole = (minorUnits < 0 ? "-" : "") + padded.dropLast(decimals)
        return decimals == 0 ? whole : whole + "." + padded.suffix(decimals)
    }
}
