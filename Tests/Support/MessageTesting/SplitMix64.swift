/// The generator of all random tests: SplitMix64 (Steele, Lea and Flood, 2014), equal for equal seeds.
package struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number below a limit. The slight bias of the remainder does no harm here, and it is fast in debug builds.
    package mutating func below(_ limit: Int) -> Int {
        Int(truncatingIfNeeded: next() >> 1) % limit
    }

    /// Whether an event of probability 1/n happens.
    package mutating func oneIn(_ n: Int) -> Bool {
        below(n) == 0
    }

    package mutating func pick<Element>(_ values: [Element]) -> Element {
        values[below(values.count)]
    }
}
