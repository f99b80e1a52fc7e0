extension Money {
    /// The exact amount as a plain decimal number: `1234.50`.
    public var decimalText: String {
        text(groupSeparator: "")
    }

    /// The exact amount for people: `1,234.50 MAD`.
    public var formatted: String {
        "\(text(groupSeparator: ",")) \(currency.code)"
    }

    private func text(groupSeparator: String) -> String {
        let digits = String(minorUnits.magnitude)
        let decimals = max(0, currency.minorUnitDigits)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.utf8.count)) + digits
        let text = (minorUnits < 0 ? "-" : "") + padded.dropLast(decimals).grouped(by: groupSeparator)
        return decimals == 0 ? text : text + "." + padded.suffix(decimals)
    }
}
