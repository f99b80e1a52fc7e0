/// Customers of whom some come again and again and most hardly ever: the r-th most frequent one's share falls with r to
/// the power of −2/3, as in Zipf's law with that exponent.
struct Customers: Sendable {
    private let count: Int
    private let multiplier: UInt64
    private let increment: UInt64
    /// Digits of a customer's number in the user id.
    let digits: Int

    init(count: Int, seed: UInt64) {
        self.count = count
        // A step that has no divisor in common with the count visits every number once.
        var candidate = max(1, Int(Double(count) * 0.618))
        while Self.greatestCommonDivisor(candidate, count) != 1 { candidate += 1 }
        multiplier = UInt64(candidate)
        increment = seed % UInt64(count)
        digits = max(5, String(count - 1).utf8.count)
    }

    /// The number of the customer whom a draw of 0..<1 picks. Frequent customers are spread over all numbers.
    @inline(__always)
    func pick(_ draw: Double) -> Int {
        // The cube of an even draw is distributed as its derivative's inverse: density ∝ rank^(−2/3).
        let rank = UInt64(draw * draw * draw * Double(count))
        return Int((rank &* multiplier &+ increment) % UInt64(count))
    }

    private static func greatestCommonDivisor(_ first: Int, _ second: Int) -> Int {
        var (first, second) = (first, second)
        while second != 0 { (first, second) = (second, first % second) }
        return first
    }
}
