internal import Commerce

/// Amounts in decimal, computed from whole minor units, so that no binary fraction comes near them.
enum DecimalText {
    /// An amount with one decimal at least and no useless zero after it: 123450 centimes are `1234.5`, 100 are `1.0`.
    ///
    /// This is what Python, and so the reference's server, prints for a rounded amount; `Money` writes all decimals always.
    static func amount(_ minorUnits: Int64, of currency: Currency) -> String {
        let perUnit = UInt64(currency.minorUnitsPerUnit)
        let (units, rest) = minorUnits.magnitude.quotientAndRemainder(dividingBy: perUnit)
        var digits = String(rest + perUnit).dropFirst()
        while digits.count > 1, digits.last == "0" { digits.removeLast() }
        return "\(minorUnits < 0 ? "-" : "")\(units).\(digits.isEmpty ? "0" : digits)"
    }
}
