import Analysis

/// How many of something: a whole number, which people may write as `1_000_000`, `1M` or `1.5k`.
struct Count: ArgumentValue, Hashable {
    /// The number, not negative.
    var value: Int64

    static let expectation = "a whole number"
    static let example = "1_000_000 or 1M"
    static let acceptedKinds: Set<TOMLKind> = [.string, .integer]
    /// What the suffixes of a count are worth.
    static let units: [String: Int64] = ["": 1, "k": 1000, "K": 1000, "M": 1_000_000, "G": 1_000_000_000]

    /// A count.
    init(_ value: Int64) {
        self.value = value
    }

    init(argument: String) throws(ValueProblem) {
        guard let value = UnitNumber.read(argument, units: Self.units) else { throw Self.misread(argument) }
        self.value = value
    }

    var argument: String { String(value) }
    var json: JSONValue { .integer(value) }
}
