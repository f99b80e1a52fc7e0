/// What an integer timestamp counts since 1970-01-01T00:00:00Z.
public enum EpochUnit: String, Sendable, Hashable, CaseIterable {
    /// Whichever unit the count of digits tells: up to 11 digits are seconds, 12 to 14 milliseconds, 15 to 17 microseconds, 18 and
    /// more nanoseconds.
    ///
    /// So all seconds of 1970 to 2200 are read as seconds, and finer counts as what they are from March 1973 on.
    case auto
    case seconds
    case milliseconds
    case microseconds
    case nanoseconds

    /// The unit of a number of so many digits: the unit itself unless it is `auto`.
    package func resolved(digitCount: Int) -> EpochUnit {
        guard self == .auto else { return self }
        return digitCount <= 11
            ? .seconds : digitCount <= 14 ? .milliseconds : digitCount <= 17 ? .microseconds : .nanoseconds
    }

    /// Microseconds since the epoch, far outside of what is accepted when the number is negative or too large to be converted.
    @inline(__always)
    func microseconds(_ number: JSONNumber) -> Int64 {
        let digits = number.integerDigitCount
        // Nineteen digits are the most that `JSONNumber` reads exactly.
        guard digits <= 19, !number.isNegative || number.magnitude == 0 else { return number.isNegative ? .min : .max }
        let (product, overflow) =
            switch resolved(digitCount: digits) {
            case .seconds: number.magnitude.multipliedReportingOverflow(by: 1_000_000)
            case .milliseconds: number.magnitude.multipliedReportingOverflow(by: 1_000)
            case .nanoseconds: (number.magnitude / 1_000, false)
            case .auto, .microseconds: (number.magnitude, false)
            }
        return overflow ? .max : Int64(clamping: product)
    }
}
