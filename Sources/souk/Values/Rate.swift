/// How fast transactions are made.
enum Rate: ArgumentValue, Hashable {
    /// As fast as the machine can.
    case unlimited
    /// So many a second, more than none.
    case perSecond(Int64)

    static let expectation = "a rate in transactions per second, or max,"
    static let example = "5k"
    static let acceptedKinds: Set<TOMLKind> = [.string, .integer]

    init(argument: String) throws(ValueProblem) {
        if argument == "max" {
            self = .unlimited
        } else {
            guard let value = UnitNumber.read(argument, units: Count.units), value > 0 else {
                throw Self.misread(argument)
            }
            self = .perSecond(value)
        }
    }

    var argument: String {
        switch self {
        case .unlimited: "max"
        case .perSecond(let value): String(value)
        }
    }
}
