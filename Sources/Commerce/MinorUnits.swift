/// The judgement of an amount by its exact decimal value.
enum MinorUnits: Equatable {
    /// A count of minor units from 1 to 999 999 999 999.
    case exact(Int64)
    /// The value is not a whole count of minor units.
    case tooPrecise
    /// The value is nothing, less than nothing, or over 999 999 999 999 minor units.
    case outOfRange

    /// Decimal digits of the largest amount in minor units.
    static let digitLimit = 12
    static let largest: UInt64 = 999_999_999_999
    private static let powersOfTen: InlineArray<4, UInt64> = [1, 10, 100, 1_000]

    /// Judges a number that stands in `bytes`, exactly and in one walk over its digits, however many there are.
    ///
    /// - Parameter decimals: How many decimal digits the currency's minor unit has, 0…3.
    @inline(__always)
    init(_ number: JSONNumber, in bytes: RawSpan, decimals: Int) {
        let fraction = number.fractionDigitCount
        if !number.hasExponent && fraction <= decimals && number.integerDigitCount <= 14 {
            let minorUnits = number.magnitude &* Self.powersOfTen[decimals - fraction]
            let isInRange = !number.isNegative && minorUnits > 0 && minorUnits <= Self.largest
            self = isInRange ? .exact(Int64(minorUnits)) : .outOfRange
        } else {
            self.init(spelledOut: number, in: bytes, decimals: decimals)
        }
    }

    /// The value is the digits from the first to the last that is not zero, times a power of ten.
    @inline(never)
    private init(spelledOut number: JSONNumber, in bytes: RawSpan, decimals: Int) {
        var significand: UInt64 = 0
        var first: Int?
        var last = 0
        var pendingZeros = 0
        var index = 0
        for position in number.start..<number.fractionEnd {
            let digit = ASCII.digit(bytes.byte(at: position))
            guard digit <= 9 else { continue }
            if digit != 0 {
                first = first ?? index
                for _ in 0...pendingZeros { significand = significand &* 10 }
                significand &+= UInt64(digit)
                pendingZeros = 0
                last = index
            } else if first != nil {
                pendingZeros += 1
            }
            index += 1
        }
        guard let first else {
            self = .outOfRange
            return
        }
        let power = number.integerDigitCount - 1 - last + Self.exponent(of: number, in: bytes) + decimals
        guard power >= 0 else {
            self = .tooPrecise
            return
        }
        guard !number.isNegative, last - first + 1 + power <= Self.digitLimit else {
            self = .outOfRange
            return
        }
        for _ in 0..<power { significand *= 10 }
        self = .exact(Int64(significand))
    }

    /// The exponent, held within ±10¹⁶: a message has fewer digits than that, so further out nothing changes.
    private static func exponent(of number: JSONNumber, in bytes: RawSpan) -> Int {
        var exponent = 0
        var isNegative = false
        for position in number.fractionEnd..<number.end {
            let byte = bytes.byte(at: position)
            isNegative = isNegative || byte == ASCII.minus
            let digit = ASCII.digit(byte)
            if digit <= 9 && exponent < 1_000_000_000_000_000 {
                exponent = exponent * 10 + Int(digit)
            }
        }
        return isNegative ? -exponent : exponent
    }
}
