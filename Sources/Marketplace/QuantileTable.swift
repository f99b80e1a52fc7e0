/// Draws from a distribution by its quantiles at 4097 even steps, straight lines between them.
///
/// The extreme 0.01 % at either end are cut off.
struct QuantileTable: Sendable {
    private static let bits = 12
    private static let steps = 1 << bits

    private var values: [Double]

    /// A distribution by the value that a draw stays below with a given probability.
    init(_ quantile: (Double) -> Double) {
        values = (0...Self.steps).map { quantile((Double($0) + 0.5) / Double(Self.steps + 1)) }
    }

    /// The log-normal distribution with a median, and the deviation of its logarithm.
    static func logNormal(median: Double, deviation: Double) -> QuantileTable {
        QuantileTable { median * ElementaryFunctions.exponential(deviation * ElementaryFunctions.normalQuantile($0)) }
    }

    /// The exponential distribution with the mean 1, of the time between arrivals.
    static func exponential() -> QuantileTable {
        var table = QuantileTable { -ElementaryFunctions.logarithm(1 - $0) }
        // What is cut off and the straight lines would shift the rate a little.
        let mean = zip(table.values, table.values.dropFirst()).reduce(0) { $0 + ($1.0 + $1.1) / 2 } / Double(steps)
        table.values = table.values.map { $0 / mean }
        return table
    }

    /// The value that 64 random bits draw.
    @inline(__always)
    func draw(_ randomBits: UInt64) -> Double {
        let step = Int(truncatingIfNeeded: randomBits >> (64 - UInt64(Self.bits)))
        let rest = Double((randomBits << UInt64(Self.bits)) >> 11) * 0x1p-53
        let low = values[step]
        return low + (values[step + 1] - low) * rest
    }
}
