/// Amounts in decimal, computed from whole minor units, so that no binary fraction comes near them.
enum DecimalText {
    /// An amount with one decimal at least and no useless zero after it: 123450 is `1234.5`, 100 is `1.0`.
    ///
    /// This is what Python, and so the reference's server, prints for a rounded amount; `Money` writes both decimals always.
    static func amount(_ minorUnits: Int64) -> String {
        let (units, cents) = minorUnits.magnitude.quotientAndRemainder(dividingBy: 100)
        let (tens, ones) = cents.quotientAndRemainder(dividingBy: 10)
        let sign = minorUnits < 0 ? "-" : ""
        return ones == 0 ? "\(sign)\(units).\(tens)" : "\(sign)\(units).\(tens)\(ones)"
    }
}
