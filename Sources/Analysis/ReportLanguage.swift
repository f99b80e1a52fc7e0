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

    /// A count of hundredths as a number with two decimals.
    func text(hundredths: Int128) -> String {
        let magnitude = hundredths.magnitude
        let fraction = magnitude % 100
        return (hundredths < 0 ? "-" : "") + text(magnitude / 100) + decimalMark + (fraction < 10 ? "0" : "")
            + String(fraction)
    }
}
