/// A count of minor units (two decimals) as a plain decimal number: `1234.50`.
func decimalText(minorUnits: Int128) -> String {
    let digits = String(minorUnits.magnitude)
    let padded = String(repeating: "0", count: max(0, 3 - digits.count)) + digits
    return (minorUnits < 0 ? "-" : "") + padded.dropLast(2) + "." + padded.suffix(2)
}
