/// Functions for filling tables, made of operations that IEEE 754 rounds the same everywhere, so that a seed gives the
/// same bytes on every machine. The C library's versions differ from one system to the next.
enum ElementaryFunctions {
    private static let naturalLogarithmOf2 = 0.693147180559945309

    /// e to a power.
    static func exponential(_ power: Double) -> Double {
        // To the nearest whole number; `rounded()` would call the C library.
        let twos = Int(power / naturalLogarithmOf2 + (power < 0 ? -0.5 : 0.5))
        let rest = power - Double(twos) * naturalLogarithmOf2
        var sum = 1.0
        var term = 1.0
        for order in 1...20 {
            term *= rest / Double(order)
            sum += term
        }
        return sum * Double(sign: .plus, exponent: twos, significand: 1)
    }

    /// The natural logarithm of a positive number: 2 artanh((m − 1) / (m + 1)) + e ln 2.
    static func logarithm(_ number: Double) -> Double {
        precondition(number > 0, "only positive numbers have a logarithm")
        let ratio = (number.significand - 1) / (number.significand + 1)
        let square = ratio * ratio
        var sum = 0.0
        var power = ratio
        for order in stride(from: 1, through: 61, by: 2) {
            sum += power / Double(order)
            power *= square
        }
        return 2 * sum + Double(number.exponent) * naturalLogarithmOf2
    }

    /// The value that a normally distributed number (mean 0, deviation 1) stays below with a probability of 0…1,
    /// exclusive.
    ///
    /// Acklam's rational approximation (2003), relative error below 1.15 × 10⁻⁹.
    static func normalQuantile(_ probability: Double) -> Double {
        precondition(probability > 0 && probability < 1, "a probability between 0 and 1")
        if probability > 0.5 { return -normalQuantile(1 - probability) }
        if probability < 0.02425 {
            let root = exponential(logarithm(-2 * logarithm(probability)) / 2)
            let numerator = polynomial(
                [
                    -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00, -2.549732539343734e+00,
                    4.374664141464968e+00, 2.938163982698783e+00,
                ], root)
            let denominator = polynomial(
                [
                    7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00, 1,
                ], root)
            return numerator / denominator
        }
        let centred = probability - 0.5
        let square = centred * centred
        let numerator = polynomial(
            [
                -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02, 1.383577518672690e+02,
                -3.066479806614716e+01, 2.506628277459239e+00,
            ], square)
        let denominator = polynomial(
            [
                -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01,
                -1.328068155288572e+01, 1,
            ], square)
        return centred * numerator / denominator
    }

    private static func polynomial(_ coefficients: [Double], _ argument: Double) -> Double {
        coefficients.reduce(0) { $0 * argument + $1 }
    }
}
