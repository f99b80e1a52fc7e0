/// An exact amount: an integer count of minor units (centimes) in a currency. Never a floating-point number.
public struct Money: Sendable, Hashable {
    /// The count of minor units; 100 of them make one dirham.
    public var minorUnits: Int64
    /// The currency of the amount.
    public var currency: Currency

    /// Wraps a count of minor units.
    public init(minorUnits: Int64, currency: Currency = .moroccanDirham) {
        self.minorUnits = minorUnits
        self.currency = currency
    }

    /// Revenue ÷ count in minor units, rounded half away from zero; 0 when there is nothing to divide by.
    public static func average(minorUnits: Int64, count: Int64) -> Int64 {
        guard count > 0 else { return 0 }
        let (quotient, remainder) = minorUnits.quotientAndRemainder(dividingBy: count)
        guard remainder.magnitude >= count.magnitude - remainder.magnitude else { return quotient }
        return minorUnits < 0 ? quotient - 1 : quotient + 1
    }
}
