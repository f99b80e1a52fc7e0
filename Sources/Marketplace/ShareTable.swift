/// Chooses among a few alternatives by their shares with a single look-up.
struct ShareTable: Sendable {
    /// Bits of randomness that a choice needs.
    static let bits = 12

    private let choices: [UInt8]

    /// Alternatives 0, 1, … with weights that are rounded to multiples of 1/4096 of their sum.
    init(_ weights: [Double]) {
        precondition(!weights.isEmpty && weights.count <= 256, "1 to 256 alternatives")
        let slots = Double(1 << Self.bits)
        let total = weights.reduce(0, +)
        var choices: [UInt8] = []
        var sum = 0.0
        for (choice, weight) in weights.enumerated() {
            sum += weight
            let end = Int(sum / total * slots + 0.5)
            choices += repeatElement(UInt8(choice), count: end - choices.count)
        }
        self.choices = choices
    }

    /// The choice that the lowest bits make.
    @inline(__always)
    func choose(_ randomBits: UInt64) -> Int {
        Int(choices[Int(truncatingIfNeeded: randomBits & (1 << Self.bits - 1))])
    }
}
