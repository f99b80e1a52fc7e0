import Commerce

/// An amount of money in the currency of the configuration, with at most two decimals.
struct Amount: ArgumentValue, Hashable {
    /// The count of minor units.
    var minorUnits: Int64

    static let expectation = "an amount with at most two decimals"
    static let example = "1000.00"
    static let acceptedKinds: Set<TOMLKind> = [.string, .integer, .float]

    /// An amount in minor units.
    init(minorUnits: Int64) {
        self.minorUnits = minorUnits
    }

    init(argument: String) throws(ValueProblem) {
        guard let minorUnits = UnitNumber.read(argument, units: ["": 100]) else { throw Self.misread(argument) }
        self.minorUnits = minorUnits
    }

    var argument: String { Money(minorUnits: minorUnits).decimalText }
}
