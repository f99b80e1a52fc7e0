internal import Commerce

/// The language of a report for people.
public enum ReportLanguage: String, Sendable, Hashable, CaseIterable {
    /// English: `1,234.50 MAD`.
    case english = "en"
    /// French: `1 234,50 MAD`, with narrow no-break spaces.
    case french = "fr"

    /// Between groups of three digits.
    var groupSeparator: String { self == .english ? "," : "\u{202F}" }
    /// Between a number and its decimals.
    var decimalMark: String { self == .english ? "." : "," }
    /// Between a number and the percent sign.
    var percentSign: String { self == .english ? "%" : "\u{202F}%" }

    /// A whole number with its digits in groups.
    func text(_ number: some BinaryInteger) -> String {
        (number < 0 ? "-" : "") + String(number.magnitude).grouped(by: groupSeparator)
    }

    /// An integer count of the smallest units as a number with so many decimals.
    func text(_ count: Int128, decimals: Int) -> String {
        let unit = (0..<decimals).reduce(UInt128(1)) { unit, _ in unit * 10 }
        let (whole, fraction) = count.magnitude.quotientAndRemainder(dividingBy: unit)
        let digits = decimals == 0 ? "" : decimalMark + String(fraction + unit).dropFirst()
        return (count < 0 ? "-" : "") + text(whole) + digits
    }
}
