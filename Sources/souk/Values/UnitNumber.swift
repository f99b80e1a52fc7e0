/// Reads numbers with a unit, such as `2.5M` or `64MiB`, exactly: in integers, without floating point.
enum UnitNumber {
    /// The number in the smallest unit.
    ///
    /// - Parameters:
    ///   - text: digits, with `_` between them where it helps to read and `.` before a fraction, and a unit.
    ///   - units: how much each unit is worth; the empty one, if a bare number will do.
    /// - Returns: nil if the text is no such number, the unit is unknown, the result is not whole or over 2⁶³−1.
    static func read(_ text: some StringProtocol, units: [String: Int64]) -> Int64? {
        let numeral = text.prefix { $0.isASCII && ($0.isNumber || $0 == "." || $0 == "_") }
        guard let multiplier = units[String(text.dropFirst(numeral.count))] else { return nil }
        let parts = numeral.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = digits(parts[0]) else { return nil }
        var (total, overflows) = whole.value.multipliedReportingOverflow(by: multiplier)
        guard !overflows else { return nil }
        if parts.count == 2 {
            guard let fraction = digits(parts[1]), fraction.count <= 12 else { return nil }
            let scale = (0..<fraction.count).reduce(Int64(1)) { scale, _ in scale * 10 }
            let (product, productOverflows) = fraction.value.multipliedReportingOverflow(by: multiplier)
            guard !productOverflows, product % scale == 0 else { return nil }
            (total, overflows) = total.addingReportingOverflow(product / scale)
            guard !overflows else { return nil }
        }
        return total
    }

    /// Digits with `_` between them: their value and how many there are.
    private static func digits(_ text: some StringProtocol) -> (value: Int64, count: Int)? {
        guard let first = text.first, let last = text.last, first != "_", last != "_" else { return nil }
        let plain = String(text).filter { $0 != "_" }
        return Int64(plain).map { ($0, plain.count) }
    }
}
