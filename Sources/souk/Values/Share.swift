/// A part of the whole, between none and all of it, written as a fraction or in percent.
struct Share: ArgumentValue, Hashable {
    /// Parts per million of the whole.
    var millionths: Int64

    static let expectation = "a share between 0 and 1"
    static let example = "0.01 or 1%"

    /// A share in parts per million.
    init(millionths: Int64) {
        self.millionths = millionths
    }

    init(argument: String) throws(ValueProblem) {
        guard let millionths = UnitNumber.read(argument, units: ["": 1_000_000, "%": 10_000]),
            millionths <= 1_000_000
        else { throw Self.misread(argument) }
        self.millionths = millionths
    }

    /// The share as a fraction of 1.
    var fraction: Double { Double(millionths) / 1_000_000 }

    var argument: String {
        let fraction = String(millionths + 1_000_000).dropFirst()
        let digits = fraction.prefix(
            fraction.lastIndex { $0 != "0" }.map { fraction.distance(from: fraction.startIndex, to: $0) + 1 } ?? 0)
        return digits.isEmpty ? "\(millionths / 1_000_000)" : "0.\(digits)"
    }
}
