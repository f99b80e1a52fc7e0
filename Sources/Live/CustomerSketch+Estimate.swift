extension CustomerSketch {
    /// Ertl's improved estimate from how often each value stands in the registers.
    static func estimate(of registers: [UInt8]) -> Double {
        var histogram = [Int](repeating: 0, count: maximumRank + 1)
        for register in registers { histogram[Int(register)] += 1 }
        let count = Double(registers.count)
        var sum = count * tau(1 - Double(histogram[maximumRank]) / count)
        for rank in stride(from: maximumRank - 1, through: 1, by: -1) {
            sum = 0.5 * (sum + Double(histogram[rank]))
        }
        sum += count * sigma(Double(histogram[0]) / count)
        let halfOfReciprocalLogarithmOf2 = 0.721_347_520_444_481_7
        return halfOfReciprocalLogarithmOf2 * count * count / sum
    }

    /// x + Σ x^(2^k) × 2^(k−1), for k from 1.
    private static func sigma(_ fraction: Double) -> Double {
        guard fraction < 1 else { return .infinity }
        var power = fraction
        var weight = 1.0
        var sum = fraction
        while true {
            let previous = sum
            power *= power
            sum += power * weight
            weight += weight
            if sum == previous { return sum }
        }
    }

    /// (1 − x − Σ (1 − x^(2^−k))² × 2^(−k)) ÷ 3, for k from 1.
    private static func tau(_ fraction: Double) -> Double {
        guard fraction > 0, fraction < 1 else { return 0 }
        var root = fraction
        var weight = 1.0
        var sum = 1 - fraction
        while true {
            let previous = sum
            root = root.squareRoot()
            weight *= 0.5
            sum -= (1 - root) * (1 - root) * weight
            if sum == previous { return sum / 3 }
        }
    }
}
