/// A JSON number as it is spelled: `-12.50e+3` is a sign, integer digits, fraction digits and an exponent.
struct JSONNumber {
    var start: Int
    /// Behind the integer digits.
    var integerEnd: Int
    /// Behind the fraction digits; equal to `integerEnd` when there is no fraction.
    var fractionEnd: Int
    /// Behind the exponent; equal to `fractionEnd` when there is none.
    var end: Int
    var isNegative: Bool
    /// All digits but the exponent's, read as one integer; meaningful while there are at most 19 of them.
    var magnitude: UInt64

    /// Whether the number has neither fraction nor exponent.
    var isInteger: Bool { end == integerEnd }
    var hasExponent: Bool { end != fractionEnd }
    var integerDigitCount: Int { integerEnd - start - (isNegative ? 1 : 0) }
    var fractionDigitCount: Int { fractionEnd == integerEnd ? 0 : fractionEnd - integerEnd - 1 }
}
